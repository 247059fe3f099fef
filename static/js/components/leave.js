// Nothing of a child's page stays for the next child, nor the pictures tapped on the way in. The browser keeps left
// pages for its Back button, whatever the headers say, so the page empties itself while it is left, and is fetched
// anew when it comes back.
(function () {
  "use strict";

  window.addEventListener("pagehide", function () {
    document.body.replaceChildren();
  });

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });
})();
