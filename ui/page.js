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

// A link inside a table opens its page within this session; a modified click opens it anew, as everywhere.
if (!window.dashboardFollows) {
  window.dashboardFollows = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.to-page");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  });
}
