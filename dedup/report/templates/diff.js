"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const side = document.querySelector(".side");
  const inline = document.querySelector(".inline");
  const linked = find("linked");
  const panes = all(".pane", side);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const isSide = () => getComputedStyle(side).display !== "none";
  const view = () => (isSide() ? side : inline);
  const isShown = (element) => element.getClientRects().length > 0;

  find("next").parentElement.hidden = false;
  document.querySelector(".keys").hidden = false;

  // Unchanged passages unfold where they are.
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".fold button");
    if (!button) return;
    const isOpen = button.getAttribute("aria-expanded") !== "true";
    for (const member of all(`.same[data-fold="${button.dataset.fold}"]`)) member.classList.toggle("open", isOpen);
    for (const twin of all(`button[data-fold="${button.dataset.fold}"]`)) twin.setAttribute("aria-expanded", isOpen);
    mark();
  });

  // Unlocked, each column scrolls alone; locked again, both go to where the reader last was.
  let lastPane = panes[0];
  const topRow = (cells, edge) => cells.find((cell) => isShown(cell) && cell.getBoundingClientRect().bottom > edge);
  for (const pane of panes) pane.addEventListener("scroll", () => { lastPane = pane; mark(); }, { passive: true });
  const bar = document.querySelector(".tools");
  let reading = null;
  const remember = () => {
    const unlocked = !linked.checked;
    const edge = unlocked ? lastPane.getBoundingClientRect().top + 56 : bar.getBoundingClientRect().bottom + 4;
    reading = topRow(all(".cell[data-row]:not(.blank)", unlocked ? lastPane : panes[0]), edge);
  };
  const keepPlace = () => {
    if (!reading) return;
    if (linked.checked) {
      const top = reading.getBoundingClientRect().top - bar.getBoundingClientRect().bottom - 8;
      scrollBy({ top, behavior: "instant" });
    } else {
      for (const pane of panes) {
        const number = Number(reading.dataset.row);
        const cells = all(".cell[data-row]:not(.blank)", pane).filter(isShown);
        const cell = cells.find((each) => Number(each.dataset.row) >= number);
        if (cell) pane.scrollTop += cell.getBoundingClientRect().top - pane.getBoundingClientRect().top - 56;
      }
      const top = side.getBoundingClientRect().top - bar.getBoundingClientRect().bottom - 8;
      scrollBy({ top, behavior: "instant" });
    }
  };
  linked.addEventListener("pointerdown", remember);
  linked.addEventListener("keydown", remember);
  linked.addEventListener("change", () => {
    linked.checked = !linked.checked;
    remember();
    linked.checked = !linked.checked;
    for (const pane of panes) pane.tabIndex = linked.checked ? -1 : 0;
    keepPlace();
    mark();
  });

  // The passages that answer to each other light up together.
  let near = [];
  document.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("[data-row]");
    for (const each of near) each.classList.remove("near");
    near = cell && side.contains(cell) ? all(`[data-row="${cell.dataset.row}"]`, side) : [];
    for (const each of near) each.classList.add("near");
  });

  // The frame on the strips shows what is in sight.
  const strips = all(".strip");
  function mark() {
    strips.forEach((strip, index) => {
      const frame = strip.querySelector(".window");
      const root = isSide() ? panes[index] : inline;
      const box = isSide() && !linked.checked ? root.getBoundingClientRect() : null;
      const top = Math.max(box ? box.top : 0, bar.getBoundingClientRect().bottom);
      const bottom = Math.min(box ? box.bottom : innerHeight, innerHeight);
      const seen = new Set(all(".cell[data-row]:not(.blank)", root).filter((cell) => {
        const place = cell.getBoundingClientRect();
        return place.height > 0 && place.bottom > top && place.top < bottom;
      }).map((cell) => `#row-${cell.dataset.row}`));
      const bands = all("a", strip).filter((link) => seen.has(link.getAttribute("href")))
        .map((link) => link.firstElementChild);
      const starts = bands.map((band) => Number(band.getAttribute("x")));
      const ends = bands.map((band) => Number(band.getAttribute("x")) + Number(band.getAttribute("width")));
      frame.setAttribute("x", bands.length ? Math.min(...starts) : 0);
      frame.setAttribute("width", bands.length ? Math.max(...ends) - Math.min(...starts) : 0);
    });
  }
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  document.addEventListener("change", soon);

  // A link from a strip leads to the passage in the view that is open.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".strip a");
    if (!link) return;
    event.preventDefault();
    go(link.getAttribute("href").slice(5));
  });
  function go(number) {
    const cells = all(`.cell[data-row="${number}"]:not(.blank)`, view());
    for (const cell of cells) {
      cell.classList.add("open");
      cell.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
    }
  }

  // From change to change.
  let current = 0;
  function step(by) {
    const changed = all(".cell[data-row]:not(.same):not(.blank):not(.verbatim), .cell.moved", view());
    const numbers = [...new Set(changed.filter(isShown).map((cell) => Number(cell.dataset.row)))].sort((x, y) => x - y);
    if (!numbers.length) return;
    const after = numbers.filter((number) => (by > 0 ? number > current : number < current));
    current = after.length ? (by > 0 ? after[0] : after[after.length - 1]) : by > 0 ? numbers[0] : numbers[numbers.length - 1];
    go(current);
    for (const each of near) each.classList.remove("near");
    near = all(`[data-row="${current}"]`, view());
    for (const each of near) each.classList.add("near");
    find("status").textContent = `Change ${numbers.indexOf(current) + 1} of ${numbers.length}`;
  }
  find("next").addEventListener("click", () => step(1));
  find("previous").addEventListener("click", () => step(-1));

  const actions = {
    n: () => step(1),
    p: () => step(-1),
    c: () => find(find("show-all").checked ? "show-changes" : "show-all").click(),
    v: () => find(find("view-side").checked ? "view-inline" : "view-side").click(),
    l: () => linked.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (!find("keys").checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const action = actions[event.key];
    if (action) action();
  });

  // On paper everything is open.
  addEventListener("beforeprint", () => { for (const each of all("details")) each.open = true; });
  mark();
})();
