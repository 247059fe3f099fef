// Where a class is on the wall and the hands it raised: kept in the page, told to this computer's other windows at
// once, and to the school's computer whenever there is a connection. Each piece of news has a number raised above all
// that its window knew; the higher number stays. So news may come twice, late or in any order.
(function () {
  "use strict";

  const WAITS_MS = [1000, 2000, 4000, 8000];
  const ASK_EVERY_MS = 3000;
  const TIMEOUT_MS = 10000;
  const SOON_MS = 150;
  const ANOTHER_STAY = [403, 409]; // the teacher signed in anew since this page was opened

  const keyOf = (place, option) => place + " " + option;

  function readCounts(list) {
    return new Map(list.map(([place, option, hands, v]) => [keyOf(place, option), { place, option, hands, v }]));
  }

  // `told` is called with {state, isKept, isSignedOut} after anything has changed.
  window.openWall = function (main, told) {
    const first = JSON.parse(main.dataset.state);
    const address = main.dataset.keepAt;
    let tokens = new FormData(main.querySelector("form[data-tokens]"));
    const state = { number: first.number, position: first.position, counts: readCounts(first.counts) };
    const unsent = { position: false, counts: new Set() };
    const channel = new BroadcastChannel("esafety-wall " + address);
    let version = first.version;
    let tries = 0;
    let timer = null;
    let isAsking = false;
    let isSignedOut = false;
    let isLed = false; // somebody leads the class from elsewhere

    const isKept = () => !unsent.position && unsent.counts.size === 0;
    const tell = () => told({ state, isKept: isKept(), isLate: tries > 0, isSignedOut });

    function highest() {
      return Math.max(state.position.v, ...[...state.counts.values()].map((each) => each.v));
    }

    function facts(all) {
      const counts = [...state.counts].filter(([key]) => all || unsent.counts.has(key)).map(([, each]) => each);
      return {
        number: state.number,
        position: all || unsent.position ? state.position : null,
        counts: counts.map((each) => [each.place, each.option, each.hands, each.v]),
      };
    }

    // From the school's computer what is as new as our own is kept there; from another window it is still to be sent.
    function take(news, isFromServer) {
      if (news.number < state.number) {
        return;
      }
      if (news.number > state.number) {
        Object.assign(state, { number: news.number, position: { ...news.position }, counts: new Map() });
        unsent.position = false;
        unsent.counts.clear();
      }
      if (news.position && news.position.v + (isFromServer ? 1 : 0) > state.position.v) {
        state.position = news.position;
        unsent.position = !isFromServer;
      }
      readCounts(news.counts).forEach(function (each, key) {
        const known = state.counts.get(key);
        if (!known || each.v + (isFromServer ? 1 : 0) > known.v) {
          state.counts.set(key, each);
          unsent.counts[isFromServer ? "delete" : "add"](key);
        }
      });
    }

    function body(news) {
      const filled = new URLSearchParams();
      ["csrf_token", "owner"].forEach((name) => filled.set(name, tokens.get(name)));
      filled.set("number", state.number);
      filled.set("state", JSON.stringify({ position: news.position, counts: news.counts }));
      return filled;
    }

    function ask() {
      const options = { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) };
      if (isKept()) {
        // A question of the page's own is no sign that somebody is there, but for one that follows upon news.
        const headers = isLed ? {} : { "HX-Request": "true" };
        isLed = false;
        return fetch(address + "?v=" + encodeURIComponent(version), { headers, ...options });
      }
      return fetch(address, { method: "POST", body: body(facts(false)), ...options });
    }

    // The same page, opened now, carries what a form needs to be taken from this stay.
    async function renewTokens() {
      const response = await fetch(address.replace(/position$/, "screen"), { redirect: "manual" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const form = page.querySelector("form[data-tokens]");
      tokens = form ? new FormData(form) : tokens;
    }

    async function exchange() {
      clearTimeout(timer);
      if (isAsking) {
        return;
      }
      isAsking = true;
      let wait = ASK_EVERY_MS;
      const sent = isKept() ? "" : JSON.stringify(facts(false));
      try {
        const response = await ask();
        isSignedOut = response.type === "opaqueredirect" || response.status === 401 || response.status === 404;
        if (response.status === 200) {
          const news = await response.json();
          isLed = news.version !== version;
          version = news.version;
          take(news, true);
          channel.postMessage({ kind: "kept", facts: news });
          if (sent && sent === JSON.stringify(facts(false))) {
            // Left out: the lesson's file was changed and has no such place or option now. To hurry would not help.
            throw new Error("not kept");
          }
        } else if (ANOTHER_STAY.includes(response.status)) {
          await renewTokens();
          tries = 0; // and so it is sent again at once
          throw new Error("sent by an earlier stay");
        } else if (response.status !== 204) {
          throw new Error("not kept: " + response.status);
        }
        tries = 0;
        wait = isKept() ? ASK_EVERY_MS : SOON_MS;
      } catch {
        wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)];
        tries += 1;
      }
      isAsking = false;
      timer = setTimeout(exchange, wait);
      tell();
    }

    function soon() {
      channel.postMessage({ kind: "news", facts: facts(true) });
      tell();
      if (tries === 0) {
        clearTimeout(timer);
        timer = setTimeout(exchange, SOON_MS);
      }
    }

    channel.addEventListener("message", function (event) {
      if (event.data.kind === "who") {
        channel.postMessage({ kind: "news", facts: facts(true) });
        return;
      }
      take(event.data.facts, event.data.kind === "kept");
      tell();
    });

    window.addEventListener("online", exchange);
    // What is not yet sent goes while the page is left; another window of the wall holds it too.
    window.addEventListener("pagehide", function () {
      if (!isKept()) {
        fetch(address, { method: "POST", body: body(facts(false)), keepalive: true, redirect: "manual" }).catch(() => {});
      }
      channel.close();
    });
    window.addEventListener("beforeunload", function (event) {
      if (!isKept() && tries > 0) {
        event.preventDefault();
      }
    });

    channel.postMessage({ kind: "who" });
    timer = setTimeout(exchange, SOON_MS);

    return {
      state,
      move(changes) {
        state.position = { ...state.position, ...changes, v: highest() + 1 };
        unsent.position = true;
        soon();
      },
      count(place, option, hands) {
        const key = keyOf(place, option);
        state.counts.set(key, { place, option, hands: Math.max(0, Math.min(999, hands)), v: highest() + 1 });
        unsent.counts.add(key);
        soon();
      },
      hands(place, option) {
        const found = state.counts.get(keyOf(place, option));
        return found ? found.hands : 0;
      },
      tell,
    };
  };
})();
