// What pages do beyond showing: say how old they are, filter the list of procedures. Without it they are whole.
"use strict";

const asOf = document.querySelector("[data-as-of]");
if (asOf) {
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const days = Math.round((today - Date.parse(asOf.dataset.asOf)) / 86400000);
  const age = asOf.querySelector(".age");
  if (days > 0 && age) {
    age.textContent = `${days === 1 ? "1 day" : `${days} days`} old`;
    age.hidden = false;
  }
}

const filters = document.querySelector("[data-filter]");
if (filters) {
  const groups = [...document.querySelectorAll("[data-filter-group]")];
  const rows = groups.flatMap((group) =>
    [...group.querySelectorAll("tbody tr")].map((row) => {
      const data = row.querySelector("data");
      const { owner, status, tags } = data.dataset;
      return { row, group, words: data.value.toLowerCase(), owner, status, tags: tags.split("\n") };
    }),
  );
  const count = filters.querySelector("[data-filter-count]");
  const fields = [...filters.querySelectorAll("input, select")];
  const valueOf = (name) => fields.find((field) => field.name === name)?.value ?? "";
  const apply = () => {
    const words = valueOf("words").toLowerCase().split(/\s+/).filter(Boolean);
    const [owner, status, tag] = ["owner", "status", "tag"].map(valueOf);
    let shown = 0;
    for (const it of rows) {
      const isShown =
        words.every((word) => it.words.includes(word)) &&
        (owner === "" || it.owner === owner) &&
        (status === "" || it.status === status) &&
        (tag === "" || it.tags.includes(tag));
      it.row.hidden = !isShown;
      if (isShown) shown += 1;
    }
    for (const group of groups) group.hidden = rows.every((it) => it.group !== group || it.row.hidden);
    count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} procedures`;
  };
  filters.hidden = false;
  filters.addEventListener("input", apply);
  filters.querySelector("button").addEventListener("click", () => {
    for (const field of fields) field.value = "";
    apply();
    fields[0].focus();
  });
  // A browser keeps what was typed when a page is opened again.
  apply();
}
