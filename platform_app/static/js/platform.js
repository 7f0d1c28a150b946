// What the pages gain from a script; all of them work without it.
"use strict";

(() => {
  const BUSY_MS = 10000;

  const focusOnErrors = () => {
    const summary = document.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  // Links of the summary lead to the field itself, with its label in view.
  const followSummaryLink = (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  };

  // A second press of the same button sends nothing; the button itself stays enabled, so that its name and value are sent.
  const refuseDoubleSubmit = (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), BUSY_MS);
  };

  // What was typed in a neighbouring form goes along, so that the server can say that it was not sent.
  const takeAlong = (event) => {
    event.target.querySelectorAll("input[data-copy-of]").forEach((copy) => {
      const field = document.querySelector(`[name="${copy.dataset.copyOf}"]`);
      copy.value = field ? field.value : "";
    });
  };

  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };

  const count = (line) => {
    const field = document.getElementById(line.dataset.countFor);
    if (!field) return;
    const limit = Number(line.dataset.countLimit);
    const show = () => {
      const left = limit - Array.from(field.value).length;
      const text = left < 0 ? line.dataset.countOver : line.dataset.countLeft;
      line.textContent = text.replace("{n}", String(Math.abs(left)));
      line.classList.toggle("count-over", left < 0);
    };
    field.addEventListener("input", show);
    show();
  };

  // An open menu closes on Escape and on a touch elsewhere.
  const closeMenus = (event) => {
    document.querySelectorAll("details.person[open]").forEach((menu) => {
      if (event.type === "keydown" && event.key === "Escape") {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (event.type === "click" && !menu.contains(event.target)) {
        menu.open = false;
      }
    });
  };

  document.addEventListener("click", followSummaryLink);
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("submit", takeAlong);
  document.addEventListener("submit", refuseDoubleSubmit);
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
  document.querySelectorAll("[data-count-for]").forEach(count);
  focusOnErrors();
})();
