// After a screen was swapped in, its heading takes the focus, so that a screen reader reads on from there and the
// keyboard starts at the top. Only for whole screens: the class's live table must not pull anybody away.
(function () {
  "use strict";

  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target && event.detail.target.id !== "screen") {
      return;
    }
    const heading = document.querySelector("#screen [data-focus]");
    if (heading) {
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  });
})();
