// Answers that are not a part of the page: a whole page (the person was signed out, or the form was someone else's)
// or a refusal. They are shown as the pages they are, and nothing is sent again.
(function () {
  "use strict";

  const MAY_PASS = [502, 503, 504]; // somebody between us and the school's computer: sending.js tries again

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
    if (MAY_PASS.includes(xhr.status)) {
      return;
    }
    if (isWholePage(xhr.responseText)) {
      showPage(xhr.responseText);
    } else {
      window.location.assign(window.location.pathname);
    }
  });
})();
