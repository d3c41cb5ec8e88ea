// The screen presentation: the page's own parts one at a time, as large as the screen allows. What is shown are copies:
// the page goes on below, laid out as wide as a slide (present.css), and Streamlit never misses an element of its own.
if (!window.dashboardPresents) {
  window.dashboardPresents = true;
  const PANEL = '[class*="st-key-panel-"]';
  const TEXTS = ".definition-section, .verdict, .cards, .data-notes, .verdict-line, .reading, .state-text, .table-box";
  const PARTS = `${PANEL}, [data-testid="stHtml"]:has(${TEXTS})`;
  const TOOLS = '[data-testid="stButtonGroup"], .stButton, .stDownloadButton, .stForm, script, '
    + '[data-testid="stSelectbox"], [data-testid="stTextInput"], [data-testid="stElementToolbar"], .modebar-container';
  const SMALLEST = 0.85; // of the size at which the width of a slide fills the screen; a longer table goes on overleaf
  const LARGEST = 1.5;
  const PATIENCE = 20000;
  const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
  const PREVIOUS = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"];
  let shown = null; // what is being presented: its overlay, its views, the place among them

  const one = (found, within = document) => within.querySelector(found);
  const all = (found, within = document) => [...within.querySelectorAll(found)];
  const isPanel = (part) => part.matches(PANEL);
  const isHead = (part) => one(".definition-section", part) && !isPanel(part);

  const settled = () => one('[data-testid="stApp"]').dataset.testScriptState === "notRunning" && one(".page-head .present")
    && !one('[data-testid="stMain"] [data-testid="stSkeleton"]')
    && all('[data-testid="stPlotlyChart"]').every((chart) => one(".main-svg", chart));

  // A panel is a view by itself; outside of panels one begins with a heading and ends with a table.
  const groups = () => {
    const found = [];
    all(PARTS, one('[data-testid="stMain"]')).forEach((part) => {
      if (part.parentElement.closest(PARTS) || !part.getClientRects().length) return;
      const last = found[found.length - 1];
      const goesOn = last && !isPanel(part) && !isHead(part) && !last.some((p) => isPanel(p) || one(".table-box", p));
      if (goesOn) last.push(part);
      else found.push([part]);
    });
    return found.filter((group) => !group.every(isHead));
  };

  const copy = (part) => {
    const copied = part.cloneNode(true);
    all(TOOLS, copied).forEach((tool) => tool.remove());
    // Drawings refer to their parts by id: they find those of the page.
    [copied, ...all("[id]", copied)].forEach((e) => e.removeAttribute("id"));
    all("a[href]", copied).forEach((link) => link.removeAttribute("href"));
    all("[tabindex]", copied).forEach((e) => e.removeAttribute("tabindex"));
    copied.style.width = `${isPanel(part) ? part.offsetWidth : one('[data-testid="stMainBlockContainer"] > div').offsetWidth}px`;
    return copied;
  };

  // Rows that may not be torn apart: what spans several, a heading and its first, a row and its remark.
  const lumps = (table) => {
    const found = [];
    let until = 0;
    all("tbody > tr", table).forEach((row, at, rows) => {
      const spans = [...row.cells].map((cell) => at + cell.rowSpan);
      const joined = until > at || row.classList.contains("others") || (at && rows[at - 1].classList.contains("group"));
      until = Math.max(until, ...spans);
      if (joined && found.length) found[found.length - 1].push(row);
      else found.push([row]);
    });
    return found;
  };

  const longest = (slide) => all("table", slide).sort((a, b) => b.rows.length - a.rows.length)[0];
  const room = () => ({ width: shown.stage.clientWidth, height: shown.stage.clientHeight });
  const slideWidth = () => one('[data-testid="stMainBlockContainer"]').offsetWidth;

  const heightOf = (rows) => rows.reduce((sum, row) => sum + row.offsetHeight, 0);

  // Lumps of rows, in views none of which is higher than `most`: the numbers of the first row and of the one after the last.
  const filled = (pieces, most) => {
    const found = [];
    let height = Infinity;
    let from = 0;
    pieces.forEach((rows) => {
      if (height + heightOf(rows) > most) {
        found.push([from, from]);
        height = 0;
      }
      height += heightOf(rows);
      from += rows.length;
      found[found.length - 1][1] = from;
    });
    return found;
  };

  // The rows of each view of a long table, about equally many; one view of everything else.
  const cuts = (group) => {
    if (!group.some((part) => one("table", part))) return [null];
    const slide = laid(group);
    const table = longest(slide);
    const { width, height } = room();
    const most = height / (SMALLEST * Math.min(width / slideWidth(), width / slide.scrollWidth));
    if (!table || !table.tBodies.length || most >= slide.scrollHeight) return [null];
    const pieces = lumps(table);
    const total = heightOf(pieces.flat());
    const left = most - slide.scrollHeight + total;
    const least = Math.max(...pieces.map(heightOf));
    return filled(pieces, Math.min(left, total / filled(pieces, left).length + least));
  };

  const laid = (group, rows = null) => {
    const slide = made("div", "slide");
    group.forEach((part) => slide.append(copy(part)));
    shown.stage.replaceChildren(slide);
    if (rows) {
      all("tbody > tr", longest(slide)).forEach((row, at) => { if (rows[0] > at || at >= rows[1]) row.remove(); });
    }
    return slide;
  };

  const fit = (slide) => {
    const { width, height } = room();
    const scale = Math.min(width / slide.scrollWidth, height / slide.scrollHeight, LARGEST * width / slideWidth());
    slide.style.transform = `translate(${(width - slide.scrollWidth * scale) / 2}px, 0) scale(${scale})`;
  };

  const words = () => {
    const head = one(".page-head");
    const view = shown.views[shown.at];
    const part = view && view.of > 1 ? `（${view.part}/${view.of}）` : "";
    one(".presented-title", shown.overlay).textContent = one("h1", head).textContent + part;
    one(".presented-scope", shown.overlay).textContent = one(".scope", head).firstChild.textContent;
    one(".presented-publish", shown.overlay).textContent = one(".publish", head).textContent;
    one(".presented-note", shown.overlay).textContent = one(".banner") ? one(".banner").textContent : "";
    one(".presented-place", shown.overlay).textContent = `${shown.views.length ? shown.at + 1 : 0} / ${shown.views.length}`;
    const { previous, next } = one(".page-head .present").dataset;
    one(".presented-back", shown.overlay).disabled = 0 >= shown.at && !previous;
    one(".presented-on", shown.overlay).disabled = shown.at >= shown.views.length - 1 && !next;
    one(".presented-turn", shown.overlay).hidden = !turnable();
  };

  const show = () => {
    words();
    const view = shown.views[shown.at];
    if (view) fit(laid(view.group, view.rows));
    else shown.stage.replaceChildren(made("p", "nothing-to-show", "本页没有可放映的内容。"));
  };

  // Head and foot first: what they leave is the room for a view.
  const list = () => {
    words();
    shown.views = groups().flatMap((group) => cuts(group).map((rows, at, those) => ({ group, rows, part: at + 1, of: those.length })));
  };

  // Does something to the page and, when everything is drawn, shows it from `place` on.
  const after = (change, place) => {
    const mine = shown;
    const began = Date.now();
    const ready = () => settled() && (!change.done || change.done());
    mine.busy = true;
    mine.overlay.classList.add("busy");
    if (change.act) change.act();
    let quiet = 0;
    const look = () => {
      if (shown !== mine) return;
      quiet = ready() ? quiet + 1 : 0;
      // A chart is drawn once more when it has found its width.
      if (3 > quiet && PATIENCE > Date.now() - began) return void setTimeout(look, 120);
      mine.busy = false;
      mine.overlay.classList.remove("busy");
      if (!one(".page-head .present")) return end(); // signed out, or nothing to show any more
      list();
      mine.at = Math.max(0, Math.min(place(), mine.views.length - 1));
      show();
    };
    setTimeout(look, 120);
  };

  const open = (address, place) => {
    const before = one(".page-head h1");
    after({
      act: () => {
        window.history.pushState({}, "", address);
        window.dispatchEvent(new PopStateEvent("popstate"));
      },
      done: () => one(".page-head h1") !== before && one(".page-head h1").textContent !== shown.left,
    }, place);
  };

  const move = (step) => {
    if (shown.busy) return;
    const to = shown.at + step;
    if (to >= 0 && shown.views.length > to) {
      shown.at = to;
      return show();
    }
    const { previous, next } = one(".page-head .present").dataset;
    const address = step > 0 ? next : previous;
    if (!address) return;
    shown.left = one(".page-head h1").textContent;
    open(address, () => (step > 0 ? 0 : Infinity));
  };

  // A chart may be looked at as its table, as on the page.
  const turnable = () => {
    const view = shown.views[shown.at];
    return view && one('[data-testid="stButtonGroup"] [role="radio"][aria-checked="false"]', view.group[0]);
  };
  const turn = () => {
    const other = turnable();
    const key = other && [...shown.views[shown.at].group[0].classList].find((name) => name.startsWith("st-key-panel-"));
    if (!key || shown.busy) return;
    const word = other.textContent;
    after({
      act: () => other.click(),
      done: () => one(`.${key} [role="radio"][aria-checked="true"]`)?.textContent === word,
    }, () => shown.views.findIndex((view) => view.group[0].classList.contains(key)));
  };

  const end = () => {
    if (!shown) return;
    const from = shown.from;
    const { group } = shown.views[shown.at] || {};
    shown.overlay.remove();
    shown = null;
    document.documentElement.classList.remove("presenting");
    one("#root").inert = false;
    if (document.fullscreenElement) document.exitFullscreen();
    // Where one looked last, one goes on reading.
    if (group) setTimeout(() => group[0].scrollIntoView({ block: "center" }), 400);
    (from.isConnected ? from : one(".page-head .present"))?.focus({ preventScroll: true });
  };

  const made = (kind, name = "", text = "") => Object.assign(document.createElement(kind), { className: name, textContent: text });
  const button = (name, text, does) => {
    const found = Object.assign(made("button", name, text), { type: "button" });
    found.addEventListener("click", does);
    return found;
  };

  const start = () => {
    const from = one(".page-head .present");
    if (shown || !from) return;
    const overlay = made("div", "presentation");
    overlay.setAttribute("role", "dialog");
    overlay.setAttribute("aria-modal", "true");
    overlay.setAttribute("aria-label", "放映");
    overlay.tabIndex = -1;
    // Made piece by piece: a script with markup in it is thrown away by what guards the page against foreign ones.
    const header = made("header");
    header.append(made("span", "presented-title"), made("span", "presented-scope"), made("span", "presented-publish"));
    one(".presented-title", header).setAttribute("aria-live", "polite");
    const footer = made("footer");
    footer.append(made("span", "presented-note"), made("span", "presented-hint", "← → 换一幅　T 图／表　Esc 结束"),
      button("presented-turn", "图／表", turn), button("presented-back", "上一幅", () => move(-1)), made("span", "presented-place"),
      button("presented-on", "下一幅", () => move(1)), button("presented-end", "结束", end));
    const stage = made("div", "stage");
    stage.addEventListener("click", () => move(1));
    overlay.append(header, stage, footer);
    document.body.append(overlay);
    shown = { overlay, stage, views: [], at: 0, from };
    document.documentElement.classList.add("presenting");
    one("#root").inert = true;
    overlay.focus();
    // Where a browser refuses the whole screen, the whole window does.
    document.documentElement.requestFullscreen?.().catch(() => {});
    after({}, () => 0);
  };

  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!shown) {
      const typing = event.target.closest?.('input, textarea, [contenteditable="true"]');
      if (event.shiftKey && event.code === "KeyP" && !typing) start();
      return;
    }
    const pressing = event.target.closest?.(".presentation button") && [" ", "Enter"].includes(event.key);
    if (pressing || event.key === "Tab") return;
    const ends = { Home: 0, End: shown.views.length - 1 };
    if (event.key === "Escape") end();
    else if (NEXT.includes(event.key)) move(1);
    else if (PREVIOUS.includes(event.key)) move(-1);
    else if (event.key in ends) move(ends[event.key] - shown.at);
    else if (event.code === "KeyT") turn();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  window.addEventListener("keydown", keys, true);
  document.addEventListener("click", (event) => { if (event.target.closest?.("button.present")) start(); });
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) end(); });
  window.addEventListener("resize", () => { if (shown && !shown.busy) after({}, () => shown.at); });
}
