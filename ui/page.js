// What neither the theme nor CSS can do. No data of the page passes through here.
document.documentElement.lang = "zh-CN";

// Charts keep the width they had on screen; on paper they must shrink. A viewBox lets CSS scale the drawing.
if (!window.dashboardPrints) {
  window.dashboardPrints = true;
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".js-plotly-plot .svg-container").forEach((box) => {
      const drawing = box.querySelector(".main-svg");
      const width = drawing.getAttribute("width");
      const height = drawing.getAttribute("height");
      box.style.aspectRatio = `${width} / ${height}`;
      box.style.setProperty("--drawn-width", `${width}px`);
      box.querySelectorAll(".main-svg").forEach((svg) => svg.setAttribute("viewBox", `0 0 ${width} ${height}`));
    });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll(".js-plotly-plot .svg-container").forEach((box) => {
      box.style.aspectRatio = "";
      box.querySelectorAll(".main-svg").forEach((svg) => svg.removeAttribute("viewBox"));
    });
  });
}
