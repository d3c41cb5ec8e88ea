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

// For those who listen: Streamlit's own labels are English, its sections of pages are no lists, and a chart's loose
// numbers would follow the sentence that already says them. Streamlit draws all of these anew whenever it likes.
if (!window.dashboardSpeaks) {
  window.dashboardSpeaks = true;
  const words = {
    "Sidebar": "侧边栏",
    "App pages": "页面",
    "Navigate to home page": "回到总览",
    "Collapse sidebar": "收起侧边栏",
    "Expand sidebar": "展开侧边栏",
    "Open": "展开选项",
    "Dismiss": "关闭",
    "Choose date": "选择日期",
    "file upload": "上传文件",
    "Add files": "再选文件",
    "progress": "进度",
    "Show/hide columns": "选择列",
    "Download as CSV": "下载CSV",
    "Search": "查找",
    "Selected values": "已选",
    "Clear all": "全部清除",
    "Fullscreen": "放大",
  };
  const english = Object.keys(words).map((word) => `[aria-label="${word}"]`).join();
  const given = (found, name, value) => document.querySelectorAll(found).forEach((e) => e.setAttribute(name, value));
  const speak = () => {
    document.querySelectorAll(english).forEach((e) => e.setAttribute("aria-label", words[e.getAttribute("aria-label")]));
    document.querySelectorAll('[aria-label^="Remove "]').forEach((e) => e.setAttribute("aria-label", `移除${e.getAttribute("aria-label").slice(7)}`));
    given('img[alt="Logo"]', "alt", "法治政府建设数据看板");
    given('[data-testid="stPlotlyChart"] .main-svg:not([aria-hidden])', "aria-hidden", "true");
    given('[data-testid="stSidebarNavItems"]:not([role])', "role", "none");
    given('[data-testid="stSidebarNavItems"] > div:not([role])', "role", "list");
    document.querySelectorAll('[data-testid="stFileUploader"]').forEach((uploader) => {
      const texts = document.createTreeWalker(uploader, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const said = text.data.replace(/^(Upload|Browse files)$/, "选择文件").replace(/^Drag and drop files? here$/, "把文件拖到这里")
          .replace(/^(\d+)MB per file/, "每份不超过$1MB").replace(/^Showing page (\d+) of (\d+)$/, "第$1页，共$2页");
        if (said !== text.data) text.data = said;
      }
    });
    document.querySelectorAll('[role="listbox"] [role="option"]').forEach((option) => {
      if (option.textContent === "No results") option.textContent = "没有符合的选项";
    });
    // A page has many of these buttons: each says of what.
    document.querySelectorAll('[class*="st-key-take-"] button:not([aria-label])').forEach((button) => {
      const title = button.closest('[class*="st-key-panel-"]')?.querySelector("h3")?.textContent;
      if (title) button.setAttribute("aria-label", `下载：${title}`);
    });
    // The next thing to judge: whoever saved from the keyboard goes on from the keyboard, once each.
    const score = document.querySelector('.st-key-judging input[type="text"]');
    if (score && !score.dataset.offered) {
      score.dataset.offered = "yes";
      if (document.activeElement === document.body) score.focus();
    }
    const skip = document.querySelector('[data-testid="stSkipToContent"]');
    if (skip && skip.textContent !== "跳到正文") skip.textContent = "跳到正文";
  };
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      speak();
    });
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-label"] });
  soon();
}

// The stream breaks when the session has ended as well as when the net is down: only the gate knows which it is.
if (!window.dashboardWatches) {
  window.dashboardWatches = true;
  const app = document.querySelector('[data-testid="stApp"]');
  const asked = () => {
    if (app.dataset.testConnectionState === "CONNECTED") return;
    fetch(`${window.dashboardBase}/access/state`, { credentials: "same-origin" }).then((answer) => {
      if (answer.status !== 401) return;
      const here = window.location.pathname.slice(window.dashboardBase.length) + window.location.search;
      window.location.assign(`${window.dashboardBase}/access/sign-in?next=${encodeURIComponent(here)}`);
    }, () => {});
  };
  new MutationObserver(asked).observe(app, { attributeFilter: ["data-test-connection-state"] });
}

// What is registered is copied as it is kept: a figure's number as text, its picture as a picture.
if (!window.dashboardCopies) {
  window.dashboardCopies = true;
  const picture = (address) => fetch(address, { credentials: "same-origin" }).then((answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.blob();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button.copy");
    if (!button) return;
    const { copyText, copyPicture } = button.dataset;
    const title = button.dataset.title || (button.dataset.title = button.textContent);
    const said = (word) => {
      button.textContent = word;
      setTimeout(() => { button.textContent = title; }, 3000);
    };
    if (!navigator.clipboard || (copyPicture && !window.ClipboardItem)) return said("浏览器不允许复制，请改用下载");
    if (copyPicture) said("正在复制……");
    // The promise goes in as it is: a browser forgets the click while a picture is being fetched.
    const done = copyText
      ? navigator.clipboard.writeText(copyText)
      : navigator.clipboard.write([new ClipboardItem({ "image/png": picture(copyPicture) })]);
    done.then(() => said("已复制"), () => said("没有复制成功，请改用下载"));
  });
}
