// Conveniences of the case page. Words selected in the complaint become what the marking form
// holds; without this file they are chosen by sentence.
(() => {
  const letters = (text) => [...text].length; // the server counts characters, not UTF-16 units

  // Where the selection begins and ends in the complaint's text, as "start-end"; "" outside of it.
  function selected() {
    const chosen = getSelection();
    const text = document.querySelector("[data-text]");
    if (!text || !chosen.rangeCount || chosen.isCollapsed) return "";
    const range = chosen.getRangeAt(0);
    const pieces = [...text.querySelectorAll("[data-at]")].filter((piece) =>
      range.intersectsNode(piece)
    );
    if (!pieces.length) return "";
    const [first, last] = [pieces[0], pieces.at(-1)];
    const start = at(first, range.startContainer, range.startOffset, 0);
    const end = at(last, range.endContainer, range.endOffset, last.textContent.length);
    return start < end ? `${start}-${end}` : "";
  }

  function at(piece, node, offset, otherwise) {
    const inside = node.nodeType === Node.TEXT_NODE && piece.contains(node) ? offset : otherwise;
    return Number(piece.dataset.at) + letters(piece.textContent.slice(0, inside));
  }

  async function allege() {
    const fold = document.getElementById("do-marking");
    const place = selected();
    const words = getSelection().toString().trim();
    if (!fold) return;
    await desk.unfold(fold);
    if (place) {
      fold.querySelector("[data-marked]").value = place;
      const told = fold.querySelector("[data-quote]");
      told.textContent = `“${words}”`;
      told.hidden = false;
    }
    fold.scrollIntoView({ block: "center" });
    fold.querySelector(place ? "select" : "[type=checkbox]")?.focus({ preventScroll: true });
  }

  document.addEventListener("selectionchange", () => {
    const bar = document.querySelector("[data-marking]");
    if (bar) bar.hidden = !selected();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-allege]")) allege();
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      button.textContent = "Copied";
    } catch {
      text.focus(); // selected: the keyboard copies it
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "a" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]") || !document.getElementById("do-marking")) return;
    event.preventDefault();
    allege();
  });
})();
