// Putting in order and matching by taps: one tap puts a thing where it belongs next, another takes it away again.
// The lists of the page stay the form's own fields, hidden, so that what is sent is the same with and without this.
(function () {
  "use strict";

  function makeButton(holder, className) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button answer tap${holder.querySelector("img") ? "" : " answer--words"}`;
    button.classList.add(className);
    button.append(...holder.childNodes);
    const number = document.createElement("span");
    number.className = "tap__number";
    number.setAttribute("aria-hidden", "true");
    button.append(number);
    holder.replaceWith(button);
    return { button, number, label: button.querySelector("span").textContent.trim() };
  }

  function tellState(tap, { number, words, held }) {
    // Drawn by the style sheet: the number is in the button's name already, in words.
    tap.number.dataset.number = number;
    tap.button.setAttribute("aria-label", `${tap.label}, ${words}`);
    tap.button.toggleAttribute("data-put", Boolean(number));
    tap.button.toggleAttribute("data-held", Boolean(held));
    tap.button.setAttribute("aria-pressed", String(Boolean(held || (number && held === undefined))));
  }

  function makeEars(group) {
    const ears = document.createElement("p");
    ears.className = "for-ears";
    ears.setAttribute("role", "status");
    group.after(ears);
    return (tap) => {
      ears.textContent = tap.button.getAttribute("aria-label");
    };
  }

  function rowsOf(group) {
    return [...group.querySelectorAll("select")].map((list) => {
      list.hidden = true;
      return { list, ...makeButton(list.labels[0], "tap--row") };
    });
  }

  function putInOrder(group) {
    const rows = rowsOf(group);
    const say = makeEars(group);
    const { wordsPut, wordsFree } = group.dataset;

    function firstFree() {
      const taken = rows.map((row) => row.list.value);
      return rows.map((_row, at) => String(at + 1)).find((number) => !taken.includes(number));
    }

    function show() {
      for (const row of rows) {
        const number = row.list.value;
        tellState(row, { number, words: number ? wordsPut.replace("#", number) : wordsFree });
      }
    }

    for (const row of rows) {
      row.button.addEventListener("click", function () {
        row.list.value = row.list.value ? "" : firstFree();
        show();
        say(row);
      });
    }
    show();
  }

  function matchPairs(group) {
    const rows = rowsOf(group);
    const partners = [...group.querySelectorAll("[data-partner]")].map((place) => ({
      id: place.dataset.partner,
      ...makeButton(place.firstElementChild, "tap--partner"),
    }));
    const say = makeEars(group);
    const { wordsPut, wordsFree } = group.dataset;
    let held = null;

    const partnerOf = (row) => partners.find((partner) => partner.id === row.list.value);
    const rowOf = (partner) => rows.find((row) => row.list.value === partner.id);

    function tellOne(tap, { other, number }) {
      const words = other ? wordsPut.replace("#", other.label) : wordsFree;
      tellState(tap, { number: other ? String(number) : "", words, held: tap === held });
    }

    function show() {
      for (const row of rows) {
        tellOne(row, { other: partnerOf(row), number: rows.indexOf(row) + 1 });
      }
      for (const partner of partners) {
        const row = rowOf(partner);
        tellOne(partner, { other: row, number: rows.indexOf(row) + 1 });
      }
    }

    function tap(one) {
      const isRow = rows.includes(one);
      const pair = isRow ? one : rowOf(one);
      const wantsOther = held && rows.includes(held) !== isRow;
      if (pair) {
        pair.list.value = "";
      }
      if (wantsOther) {
        (isRow ? one : held).list.value = (isRow ? held : one).id;
        held = null;
      } else {
        held = held === one ? null : one;
      }
      show();
      say(one);
    }

    for (const one of [...rows, ...partners]) {
      one.button.addEventListener("click", () => tap(one));
    }
    show();
  }

  const KINDS = { order: putInOrder, match: matchPairs };

  function wakeUp(part) {
    for (const group of part.querySelectorAll("[data-taps]:not([data-taps-on])")) {
      group.setAttribute("data-taps-on", "");
      KINDS[group.dataset.taps](group);
      const say = group.parentElement.querySelector("[data-taps-say]");
      if (say) {
        say.hidden = false;
      }
    }
  }

  wakeUp(document);
  document.addEventListener("htmx:load", (event) => wakeUp(event.detail.elt));
})();
