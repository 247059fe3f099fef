// Answers that are not a part of the page: a whole page (the person was signed out, or the form was someone else's)
// or a refusal. They are shown as the pages they are, and nothing is sent again.
(function () {
  "use strict";

  const SERVER_FAULT = 500; // and above: sending.js keeps what was typed and tries again

  function isWholePage(html) {
    return /^\s*<!doctype/i.test(html);
  }

  function showPage(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.body.replaceWith(page.body);
    const heading = document.querySelector("h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    const { xhr } = event.detail;
    if (xhr.status < 400 && isWholePage(xhr.responseText)) {
      event.detail.shouldSwap = false;
      window.location.assign(xhr.responseURL || window.location.pathname);
    }
  });

  document.addEventListener("htmx:responseError", function (event) {
    const { xhr } = event.detail;
    if (xhr.status >= SERVER_FAULT && event.target.closest("form[data-keeps-trying]")) {
      return;
    }
    if (isWholePage(xhr.responseText)) {
      showPage(xhr.responseText);
    } else {
      window.location.assign(window.location.pathname);
    }
  });
})();
