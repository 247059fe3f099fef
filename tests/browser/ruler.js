// What tests/browser/measures.py runs in a page. Each answer is a list of sentences; an empty one is good.
const SLACK_PX = 1.5; // browsers round
const OVERLAP_PX = 3;
const CONTROLS = 'button, a[href], input:not([type="hidden"]), textarea, select, summary, label.button';

function named(element) {
  const words = (element.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 50);
  return `<${element.localName} class="${element.className}"> "${words}"`;
}

// For ears only: a box of one pixel, wherever its words are said to be.
function isForEars(element) {
  return element.closest(".for-ears, .skip:not(:focus)") !== null;
}

function isSeen(element) {
  const box = element.getBoundingClientRect();
  const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  return shown && box.width > 1 && box.height > 1 && !isForEars(element);
}

function controls() {
  // A box to tick inside its label is pressed by the label.
  return [...document.querySelectorAll(CONTROLS)].filter(each => isSeen(each) && !each.matches("label input"));
}

function isInSentence(element) {
  return getComputedStyle(element).display === "inline";
}

function smallTargets(least) {
  return controls().filter(each => !isInSentence(each)).flatMap(each => {
    const box = each.getBoundingClientRect();
    const small = Math.min(box.width, box.height) < least - 0.5;
    return small ? [`${named(each)} is ${Math.round(box.width)} x ${Math.round(box.height)}, less than ${least}`] : [];
  });
}

function scroller(element) {
  for (let each = element; each && each !== document.body; each = each.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(each).overflowX)) {
      return each;
    }
  }
  return null;
}

// A letter's box is higher than its ink, and in tight lines the boxes touch: what counts is the ink.
function inkOf(box, element) {
  const ink = Math.min(box.height, parseFloat(getComputedStyle(element).fontSize));
  const middle = (box.top + box.bottom) / 2;
  return { left: box.left, right: box.right, top: middle - ink / 2, bottom: middle + ink / 2 };
}

function linesOfText() {
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !isSeen(element)) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const words = walker.currentNode.textContent.trim().slice(0, 40);
    for (const box of range.getClientRects()) {
      lines.push({ element, box, ink: inkOf(box, element), words });
    }
  }
  return lines;
}

function cross(one, other) {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return wide > OVERLAP_PX && high > OVERLAP_PX;
}

function related(one, other) {
  return one.contains(other) || other.contains(one);
}

function block(element) {
  return getComputedStyle(element).display === "inline" ? block(element.parentElement) : element;
}

function sideways() {
  const page = document.documentElement;
  const too = page.scrollWidth - page.clientWidth;
  return too > 0 ? [`the page scrolls sideways by ${too} px`] : [];
}

function cutOff() {
  const found = [];
  const blocks = document.querySelectorAll("h1, h2, h3, p, li, dt, dd, legend, caption, label, button, a[href], summary");
  for (const each of [...blocks].filter(isSeen)) {
    if (!isInSentence(each) && each.scrollWidth > each.clientWidth + SLACK_PX) {
      found.push(`${named(each)} is ${each.scrollWidth - each.clientWidth} px wider than its box`);
    }
    const hides = ["hidden", "clip"].includes(getComputedStyle(each).overflowY);
    if (hides && each.scrollHeight > each.clientHeight + SLACK_PX) {
      found.push(`${named(each)} is ${each.scrollHeight - each.clientHeight} px higher than its box`);
    }
  }
  for (const { element, ink: box, words } of linesOfText()) {
    const outside = box.left < -SLACK_PX || box.right > document.documentElement.clientWidth + SLACK_PX;
    if (outside && !scroller(element)) {
      found.push(`"${words}" runs off the screen`);
    }
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const frame = around.getBoundingClientRect();
      const style = getComputedStyle(around);
      const cut = ["hidden", "clip"].includes(style.overflowY) && (box.bottom > frame.bottom + SLACK_PX || box.top < frame.top - SLACK_PX);
      const cutBeside = ["hidden", "clip"].includes(style.overflowX) && (box.right > frame.right + SLACK_PX || box.left < frame.left - SLACK_PX);
      if (cut || cutBeside) {
        found.push(`"${words}" is cut off by ${named(around)}`);
      }
    }
  }
  return found;
}

function overlapping() {
  const found = [];
  const lines = linesOfText().filter(({ element }) => !scroller(element));
  lines.forEach((one, number) => {
    for (const other of lines.slice(number + 1)) {
      if (block(one.element) !== block(other.element) && cross(one.ink, other.ink)) {
        found.push(`"${one.words}" lies over "${other.words}"`);
      }
    }
  });
  const pressed = controls().filter(each => !isInSentence(each) && !scroller(each));
  pressed.forEach((one, number) => {
    for (const other of pressed.slice(number + 1)) {
      if (!related(one, other) && cross(one.getBoundingClientRect(), other.getBoundingClientRect())) {
        found.push(`${named(one)} lies over ${named(other)}`);
      }
    }
  });
  return found;
}

function whatDoesNotFit() {
  return [...new Set([...sideways(), ...cutOff(), ...overlapping()])];
}

function whatHasNoEdge() {
  const withEdges = controls().filter(each => each.matches("button, .button, input, textarea, select"));
  return withEdges.flatMap(each => {
    const style = getComputedStyle(each);
    const sides = ["Top", "Right", "Bottom", "Left"];
    const drawn = sides.every(side => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1);
    return drawn ? [] : [`${named(each)} has no border`];
  });
}

// What a button that leads on says stands in its sign as well; a fold at the end is for grown-ups.
const NEEDS_NO_EAR = ".row .button, .fold, .ear, .for-ears, .phone__top, .tap__number, .steps, select, textarea, [aria-hidden='true']";

function earOf(text) {
  const beside = text.parentElement.matches(".with-ear") ? text.parentElement : null;
  const next = text.nextElementSibling;
  return text.querySelector(":scope > .ear") || (beside && beside.querySelector(":scope > .ear")) || (next && next.matches(".ear") && next);
}

function whatHasNoEar() {
  const main = document.querySelector("main");
  const texts = linesOfText().filter(({ element }) => main.contains(element) && !element.closest(NEEDS_NO_EAR));
  return [...new Set(texts.flatMap(({ element, words }) => {
    const text = element.closest("[data-read]");
    const ear = text && earOf(text);
    return ear && isSeen(ear) && !ear.closest("label, a, button button") ? [] : [`"${words}" has no ear`];
  }))];
}
