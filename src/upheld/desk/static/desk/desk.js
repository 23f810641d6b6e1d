// Conveniences only: every page works without this file.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  const typing = (el) => el.matches("input, textarea, select, [contenteditable]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // j and k walk through whatever a page marks with data-stop: rows of a list, chapters of a case.
  function walk(by) {
    const stops = [...document.querySelectorAll("[data-stop]")];
    if (!stops.length) return;
    const here = stops.findLastIndex((stop) => stop.contains(document.activeElement));
    const next = Math.min(Math.max(here + by, 0), stops.length - 1);
    stops[next].focus({ preventScroll: true });
    stops[next].scrollIntoView({
      block: stops[next].matches("section") ? "start" : "nearest",
      behavior: calm.matches ? "auto" : "smooth",
    });
  }

  const keys = {
    j: () => walk(1),
    k: () => walk(-1),
    n: () => document.querySelector("[data-next]")?.click(),
    i: () => document.querySelector(".mast nav a")?.click(),
    "/": () => document.querySelector("[type=search]")?.focus(),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
  });

  // A form that is folded away is fetched when its fold opens: again after each page that is made
  // anew around it, for which htmx would not listen twice.
  document.addEventListener("toggle", (event) => {
    const fold = event.target;
    const way = fold.matches("details[data-form][open]") && fold.querySelector(".opening");
    if (!way) return;
    htmx.ajax("GET", fold.dataset.form, { source: fold, target: way, swap: "outerHTML" });
  }, true);

  // What is to be done in the form waits until it is there.
  function unfold(fold) {
    fold.open = true;
    if (fold.querySelector("form")) return Promise.resolve();
    return new Promise((done) => fold.addEventListener("htmx:after:swap", done, { once: true }));
  }
  window.desk = { unfold };

  // The next action opens its form in place; without this script the link asks the server to.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-next]");
    const fold = link?.hash && document.querySelector(link.hash);
    if (!fold?.matches("details")) return;
    event.preventDefault();
    await unfold(fold);
    fold.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    fold.querySelector("input:not([type=hidden]), select, textarea, button")
      ?.focus({ preventScroll: true });
  });

  // Nothing typed is lost without a question.
  const unsaved = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) unsaved.add(form);
  });

  // A second click while the first is under way sends nothing; the server would not act twice.
  const sending = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-guard]")) return;
    if (sending.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sending.add(form);
    unsaved.delete(form);
    setTimeout(() => sending.delete(form), 5000);
  }, true);
  document.addEventListener("htmx:after:swap", () => sending.clear());
  addEventListener("pageshow", () => sending.clear());
  addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });

  // What is open beside the form that is sent stays as it is: the server draws it again.
  document.addEventListener("htmx:config:request", (event) => {
    const open = [...document.querySelectorAll("details.unfold[id^=do-]")].filter((fold) => {
      const form = fold.querySelector("form");
      return form && form !== event.target && (fold.open || unsaved.has(form));
    });
    event.detail.ctx.request.headers["Desk-Open"] = open.map((fold) => fold.id.slice(3)).join(" ");
  });

  // After a swap the reader lands on what matters: the errors, else what was said about the act.
  function land(event) {
    if (event?.target.matches?.("details")) return; // a form was fetched, nothing was done
    const target = document.querySelector("[data-take-focus]") ||
      document.querySelector(".flash");
    // Who is writing elsewhere is not led away from it by a word about what was done.
    const writing = target?.matches(".flash") && typing(document.activeElement);
    if (!target || writing) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: target.matches(".flash") });
  }
  document.addEventListener("htmx:after:swap", land);
  if (document.querySelector("[data-take-focus]")) land();
})();
