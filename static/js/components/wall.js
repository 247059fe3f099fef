// A lesson for the whole class, on two windows: the teacher's view and the wall. Both hold everything, so both can
// lead, by keys, a clicker or taps, and go on without the network. Without this script both go on by links.
(function () {
  "use strict";

  const FEWEST_VOTERS = 5;
  const LONGEST_PATH = 200;
  const main = document.querySelector("main[data-wall]");
  if (!main || !window.openWall) {
    return;
  }
  document.body.classList.add("has-script");
  const way = JSON.parse(main.dataset.way);
  const isTeachers = main.dataset.wall === "teacher";
  const keys = document.querySelector("[data-keys]");
  let saidLast = null;

  const wall = window.openWall(main, show);
  const here = () => wall.state.position;
  const stop = () => way[here().place];
  const part = () => stop().parts[here().part] || stop().parts[0];
  const nameOf = (place, number) => place + "#" + number;
  const isShown = (place, number) => here().shown.includes(nameOf(place, number));

  // A question whose options stand on several screens is one vote.
  function mayBeShown(place, each) {
    const hands = each.asked.map((option) => wall.hands(place, option));
    const voters = each.many ? Math.max(0, ...hands) : hands.reduce((sum, one) => sum + one, 0);
    return voters >= FEWEST_VOTERS;
  }

  // --- moves ------------------------------------------------------------
  function go(place, number) {
    const path = [...here().path, here().place].slice(-LONGEST_PATH);
    wall.move({ place, part: number || 0, path, blank: false });
  }

  // The button stands beside its own vote; the key means the part that is on the wall.
  function revealVote(number) {
    const { place, shown } = here();
    if (!isShown(place, number) && mayBeShown(place, stop().parts[number])) {
      wall.move({ part: number, shown: [...shown, nameOf(place, number)], blank: false });
    }
  }

  function reveal() {
    const { place, part: number } = here();
    if (part().vote.length && !isShown(place, number)) {
      revealVote(number);
    } else if (number + 1 < stop().parts.length) {
      wall.move({ part: number + 1, blank: false });
    }
  }

  // The way with the most hands that was not gone yet; else the first such; else the shortest to a safe ending.
  function bestWay() {
    const been = new Set([...here().path, here().place]);
    const fresh = stop().ways.filter(([, to]) => !been.has(to));
    if (fresh.length === 0) {
      return stop().ways.reduce((best, each) => (each[2] < best[2] ? each : best));
    }
    const hands = (each) => wall.hands(here().place, each[0]);
    return fresh.reduce((best, each) => (hands(each) > hands(best) ? each : best));
  }

  function on() {
    const { place, part: number } = here();
    if (here().blank) {
      wall.move({ blank: false });
    } else if (part().vote.length && !isShown(place, number) && mayBeShown(place, part())) {
      reveal();
    } else if (number + 1 < stop().parts.length) {
      wall.move({ part: number + 1 });
    } else if (stop().goesOn) {
      go(stop().goesOn);
    } else if (stop().ways.length) {
      go(bestWay()[1]);
    }
  }

  function back() {
    const { place, part: number, shown, path } = here();
    if (here().blank) {
      wall.move({ blank: false });
    } else if (isShown(place, number)) {
      wall.move({ shown: shown.filter((each) => each !== nameOf(place, number)) });
    } else if (number > 0) {
      wall.move({ part: number - 1 });
    } else if (path.length) {
      const before = path[path.length - 1];
      wall.move({ place: before, part: way[before].parts.length - 1, path: path.slice(0, -1) });
    }
  }

  function takeWay(option) {
    const found = stop().ways.find(([name]) => name === option);
    if (found) {
      go(found[1]);
    }
  }

  function takeWayNumber(number) {
    const { vote } = part();
    if (stop().ways.length && vote[number - 1]) {
      takeWay(vote[number - 1]);
    }
  }

  function fill() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      document.documentElement.requestFullscreen().catch(() => {});
    }
  }

  const showKeys = () => keys.open || keys.showModal();
  const blank = () => wall.move({ blank: !here().blank });
  const MOVES = { on, back, reveal, blank, keys: showKeys };

  // --- what is seen -------------------------------------------------------
  function show(news) {
    const { place, part: number, blank: isBlank } = news.state.position;
    main.querySelectorAll("[data-stop]").forEach((each) => (each.hidden = each.dataset.stop !== place));
    main.querySelectorAll("[data-place]").forEach(function (slide) {
      slide.hidden = slide.dataset.place !== place || slide.dataset.part !== String(number);
      showHands(slide, slide.dataset.place, Number(slide.dataset.part));
    });
    main.querySelectorAll("[data-lead-part]").forEach(function (each) {
      const isHere = each.closest("[data-stop]").dataset.stop === place && each.dataset.leadPart === String(number);
      each.toggleAttribute("aria-current", isHere);
      if (isHere) {
        each.setAttribute("aria-current", "step");
      }
    });
    main.querySelectorAll("[data-goes]").forEach(function (link) {
      link.removeAttribute("aria-current");
      if (link.dataset.goes === place) {
        link.setAttribute("aria-current", "step");
      }
    });
    main.querySelectorAll("[data-vote]").forEach((form) => showCounts(form));
    main.querySelectorAll("[data-blank]").forEach((each) => (each.hidden = !isBlank));
    document.querySelectorAll('[data-do="blank"]').forEach((each) => each.setAttribute("aria-pressed", isBlank));
    document.body.classList.toggle("is-blank", isBlank);
    say(place, number);
    showKept(news);
  }

  // The wall shows a number only once it is revealed, and never one of fewer than five voters.
  function showHands(slide, place, number) {
    const each = way[place].parts[number];
    if (!each.vote.length) {
      return;
    }
    const seen = isShown(place, number) && mayBeShown(place, each);
    const most = Math.max(1, ...each.vote.map((option) => wall.hands(place, option)));
    slide.classList.toggle("is-revealed", seen);
    slide.querySelectorAll("[data-option]").forEach(function (option) {
      const hands = wall.hands(place, option.dataset.option);
      const figure = option.querySelector("[data-hands]");
      figure.hidden = !seen;
      figure.textContent = seen ? hands : "";
      option.querySelector("rect").setAttribute("width", seen ? Math.round((100 * hands) / most) : 0);
    });
  }

  function showCounts(form) {
    const { stop: place } = form.closest("[data-stop]").dataset;
    const each = way[place].parts[Number(form.dataset.vote)];
    form.querySelectorAll("[data-option]").forEach(function (line) {
      const box = line.querySelector("input");
      const hands = String(wall.hands(place, line.dataset.option));
      if (document.activeElement !== box && box.value !== hands) {
        box.value = hands;
      }
    });
    const total = form.querySelector("[data-total]");
    const isSeen = isShown(place, Number(form.dataset.vote));
    const enough = mayBeShown(place, each);
    total.textContent = enough ? (isSeen ? total.dataset.shown : total.dataset.hidden) : total.dataset.few;
    form.querySelector('[data-do="reveal"]').disabled = !enough || isSeen;
  }

  // For the ear: what came up, said once.
  function say(place, number) {
    const name = nameOf(place, number);
    if (name === saidLast) {
      return;
    }
    const isFirst = saidLast === null;
    saidLast = name;
    const found = isTeachers ? main.querySelector("[data-stop]:not([hidden])") : main.querySelector(".slide:not([hidden])");
    const line = main.querySelector("[data-said]");
    if (found && line && !isFirst) {
      line.textContent = isTeachers ? found.getAttribute("aria-label") : found.querySelector("h2").textContent;
    }
  }

  function showKept(news) {
    const line = document.querySelector("[data-kept]");
    if (line) {
      const words = news.isSignedOut ? "signedOut" : news.isKept ? "yes" : news.isLate ? "waiting" : "yes";
      line.textContent = line.dataset[words];
      line.classList.toggle("kept--late", words !== "yes");
    }
  }

  // --- keys and taps --------------------------------------------------------
  const KEYS = {
    ArrowRight: on, PageDown: on, " ": on,
    ArrowLeft: back, PageUp: back,
    r: reveal, b: blank, ".": blank, f: fill, Escape: showKeys,
  };

  document.addEventListener("keydown", function (event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const at = event.target;
    // A clicker's keys mean nothing in a box for a number, so they lead on from there too.
    const isTyping = at.closest("input, textarea, select") && !["Escape", "PageDown", "PageUp"].includes(key);
    if (keys.open || event.ctrlKey || event.metaKey || event.altKey || isTyping) {
      return;
    }
    if (key === " " && at.closest("button, a, summary")) {
      return;
    }
    if (KEYS[key]) {
      event.preventDefault();
      KEYS[key]();
    } else if (/^[1-9]$/.test(key)) {
      takeWayNumber(Number(key));
    }
  });

  function step(button) {
    const line = button.closest("[data-option]");
    const { stop: place } = button.closest("[data-stop]").dataset;
    wall.count(place, line.dataset.option, wall.hands(place, line.dataset.option) + Number(button.dataset.hand));
  }

  document.addEventListener("click", function (event) {
    const found = event.target.closest("[data-do], [data-hand], [data-on], [data-way], [data-goes], [data-open-wall]");
    if (!found || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    if (found.hasAttribute("data-open-wall")) {
      window.open(found.href, found.target, "popup,width=1024,height=768"); // a window of its own, for the projector
    } else if (found.dataset.do === "reveal") {
      revealVote(Number(found.closest("[data-vote]").dataset.vote));
    } else if (found.dataset.do) {
      MOVES[found.dataset.do]();
    } else if (found.dataset.hand) {
      step(found);
    } else if (found.dataset.way) {
      takeWay(found.dataset.way);
    } else if (found.dataset.goes) {
      go(found.dataset.goes);
    } else {
      on();
    }
  });

  document.addEventListener("input", function (event) {
    const line = event.target.closest("[data-vote] [data-option]");
    if (line && /^\d{1,3}$/.test(event.target.value)) {
      wall.count(event.target.closest("[data-stop]").dataset.stop, line.dataset.option, Number(event.target.value));
    }
  });

  document.addEventListener("submit", function (event) {
    if (event.target.closest("[data-vote]")) {
      event.preventDefault(); // each number is kept as it is typed
      document.activeElement.blur(); // and Enter gives the keys back to the wall
    }
  });

  wall.tell();
})();
