// A choice of how to read shows at once on the page on which it is made: the part that comes back says how the page is
// styled now.
(function () {
  "use strict";

  document.addEventListener("htmx:afterSwap", function () {
    const part = document.querySelector("[data-page-classes]");
    if (part) {
      document.body.className = part.dataset.pageClasses;
    }
  });
})();
