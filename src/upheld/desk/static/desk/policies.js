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

  // What is being written in a cell stands until the answer to it is there: that to an earlier edit
  // tells an older text. Until then the writer saw no other, so that nobody's is written over.
  const underWay = new Map();  // what each request says of the cells, until it is answered
  const seen = () => JSON.parse(document.getElementById("write")?.elements.was.value || "{}");
  const see = (texts) => {
    const form = document.getElementById("write");
    if (form) form.elements.was.value = JSON.stringify({ ...seen(), ...texts });
  };
  let unanswered = {};  // what the writer saw last where they write

  document.addEventListener("input", ({ target }) => {
    if (target.matches("tr[data-open] textarea")) target.setAttribute("hx-morph-skip", "");
  });

  // What was sent is what the writer saw last: a second edit of a cell does not overtake the first.
  document.addEventListener("htmx:config:request", (event) => {
    if (event.target.id !== "write") return;
    const cells = [...new FormData(event.target)].filter(([name]) => name.startsWith("cell-"));
    const said = Object.fromEntries(cells.map(([name, text]) => [name.slice(5), text]));
    underWay.set(event.detail.ctx, { said, before: seen() });
    see(said);
  });

  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    const answered = underWay.get(ctx)?.said;
    underWay.delete(ctx);
    const before = seen();
    unanswered = {};
    for (const cell of document.querySelectorAll("[hx-morph-skip]")) {
      const column = cell.name.slice(5);
      const known = !underWay.size && [answered?.[column], before[column]].includes(cell.value);
      if (known || !ctx.text.includes(`id="${cell.id}"`)) cell.removeAttribute("hx-morph-skip");
      else unanswered[column] = before[column];
    }
  });
  document.addEventListener("htmx:after:swap", () => see(unanswered));

  // What did not arrive nobody has seen: it is sent again with the next edit.
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (underWay.has(ctx)) see(underWay.get(ctx).before);
    underWay.delete(ctx);
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
