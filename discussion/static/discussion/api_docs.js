"use strict";
// A file of its own, since the page's policy refuses inline script.
window.SwaggerUIBundle({
  url: document.getElementById("api").dataset.document,
  domNode: document.getElementById("api"),
  deepLinking: true,
  validatorUrl: null,
});
