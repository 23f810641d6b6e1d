// Conveniences of a draft's table: every edit works without this file.
(() => {
  let wanted = "";  // the cell that is to be written in next, by its id

  const row = () => document.activeElement?.closest("tr[data-row]");
  const opener = (line) => line?.querySelector(".open-row");

  // A click on a cell opens its rule, at that cell.
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-column]");
    if (!cell || event.target.closest("a, textarea, button") || !getSelection().isCollapsed) return;
    const link = opener(cell.closest("tr"));
    if (!link) return;
    wanted = `cell-${cell.closest("tr").dataset.row}-${cell.dataset.column}`;
    link.click();
  });

  function act(what) {
    const line = row();
    const form = document.getElementById("rule-act");
    if (!line || !form) return false;
    form.elements.row.value = line.dataset.row;
    form.elements.rule.value = line.dataset.rule.startsWith("row ") ? "" : line.dataset.rule;
    form.elements.act.value = what;
    form.requestSubmit();
    return true;
  }

  function altKey(event) {
    if (event.shiftKey) return event.key === "ArrowDown" ? "copy" : "";
    const keys = { ArrowUp: "up", ArrowDown: "down", Enter: "add", Delete: "delete", Backspace: "delete" };
    return keys[event.key] || "";
  }

  // In a cell Enter keeps what was written and goes on; Escape leaves the rule.
  function inCell(event) {
    const cells = [...document.querySelectorAll("tr[data-open] textarea")];
    const next = cells[cells.indexOf(event.target) + 1];
    if (event.key === "Enter" && !event.shiftKey) {
      (next || document.querySelector("#write [type=submit]")).focus();
    } else if (event.key === "Escape") {
      const leave = document.querySelector("#write [name=then]");
      leave.focus();
      leave.click();
    } else {
      return false;
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const writing = event.target.matches("input, textarea, select");
    let done = false;
    if (event.altKey) {
      const what = altKey(event);
      done = Boolean(what) && act(what);
    } else if (event.target.matches("tr[data-open] textarea")) {
      done = inCell(event);
    } else if (!writing && event.key === "u") {
      document.querySelector("[data-undo]")?.click();
      done = true;
    } else if (!writing && event.key === "U") {
      document.querySelector("[data-redo]")?.click();
      done = true;
    }
    if (done) event.preventDefault();
  });

  // What was sent is what the writer saw last: a second edit of a cell does not overtake the first.
  document.addEventListener("htmx:config:request", (event) => {
    const form = event.target;
    if (form.id !== "write") return;
    const seen = JSON.parse(form.elements.was.value);
    for (const [name, text] of new FormData(form)) {
      if (name.startsWith("cell-")) seen[name.slice(5)] = text;
    }
    form.elements.was.value = JSON.stringify(seen);
  });

  // What waited for another edit of one's own is of the draft as that edit left it. The same form
  // sent twice stays the same, so that the server does it once.
  const read = new Map();
  document.addEventListener("htmx:before:request", (event) => {
    const { body } = event.detail.ctx.request;
    if (!body?.has("read")) return;
    const once = body.get("once");
    if (!read.has(once)) read.set(once, document.querySelector("#studio [name=read]").value);
    body.set("read", read.get(once));
  });

  // After a swap the writer is where they were, or at the rule that was touched or opened.
  document.addEventListener("htmx:after:swap", () => {
    const cell = wanted && document.getElementById(wanted);
    if (cell) {
      wanted = "";
      return cell.focus();
    }
    const line = row();
    if (!line && document.activeElement !== document.body) return;
    const there = document.querySelector("tr[data-open]") ||
      document.querySelector("tr[data-touched]");
    if (there && there !== line) (there.querySelector("textarea") || opener(there))?.focus();
  });
})();
