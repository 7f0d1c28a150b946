// Saves a form while one types. Without this script every page is saved by its button.
"use strict";

(() => {
  const PAUSE_MS = 1500;
  const LONGEST_WAIT_MS = 8000;
  const RETRY_MS = 15000;
  const CARRIED_AFTER_LEAVING_BYTES = 60000; // what browsers carry for a page that is left; more waits for the next visit

  // Files are sent by the button only.
  const textsOf = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  };

  const takeFields = (form, fields) => {
    for (const [name, value] of Object.entries(fields || {})) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === "hidden") field.value = value;
    }
  };

  const autosave = (form) => {
    const line = form.querySelector("[data-autosave-status]");
    const words = line.dataset;
    const meter = document.querySelector("[data-autosave-meter]");
    let timer = 0;
    let firstChange = 0;
    let isSaving = false;
    let isChanged = false;
    let isStopped = false;
    let needsToken = false;
    let hasFailed = false;
    const turn = form.elements.namedItem("turn");

    // What was sent earlier and arrives later must not replace what was sent after it.
    const count = () => {
      if (turn) turn.value = String(Number(turn.value || 0) + 1);
    };

    const tell = (text, link) => {
      if (line.textContent === text) return;
      line.textContent = text;
      if (!link) return;
      const anchor = Object.assign(document.createElement("a"), { href: words.again, target: "_blank", rel: "opener", textContent: words.againLabel });
      line.append(" ", anchor);
    };

    // After a new sign-in in another window the page's token is out of date: it is taken from the page as it is now.
    const renewToken = async () => {
      const response = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
      if (!response.ok) return false;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const token = page.querySelector("form[data-autosave] input[name=csrf_token]");
      if (!token) return false;
      document.querySelectorAll("input[name=csrf_token]").forEach((field) => { field.value = token.value; });
      needsToken = false;
      return true;
    };

    const take = async (response) => {
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      const answer = isJson ? await response.json() : {};
      hasFailed = !response.ok;
      if (response.ok) {
        takeFields(form, answer.fields);
        tell(answer.message || "");
        if (meter && answer.meter && meter.textContent.trim() !== answer.meter) meter.textContent = answer.meter;
        return;
      }
      isChanged = true;
      if (isJson && response.status === 409) {
        isStopped = true; // another window or device saved this page: only the button may go on, and it shows both texts
        tell(answer.message);
      } else if ([400, 401, 403, 404].includes(response.status)) {
        needsToken = true;
        tell(words.expired, true);
      } else {
        tell(words.failed);
        schedule(RETRY_MS);
      }
    };

    const save = async (isLeaving = false) => {
      clearTimeout(timer);
      if (isSaving || isStopped || !isChanged || form.dataset.sent) return;
      isSaving = true;
      isChanged = false;
      firstChange = 0;
      try {
        if (needsToken && !(await renewToken())) {
          isChanged = true;
          return;
        }
        count();
        const body = textsOf(form);
        const length = [...body.entries()].reduce((sum, [name, value]) => sum + 3 * (name.length + value.length) + 100, 0);
        const keepalive = isLeaving && length < CARRIED_AFTER_LEAVING_BYTES;
        tell(words.saving);
        const headers = { Accept: "application/json" };
        await take(await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin", redirect: "error", headers, keepalive }));
      } catch {
        isChanged = hasFailed = true;
        tell(words.offline);
        schedule(RETRY_MS);
      } finally {
        isSaving = false;
        if (firstChange) schedule(PAUSE_MS);
      }
    };

    const schedule = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };
    const onChange = () => {
      isChanged = true;
      firstChange = firstChange || Date.now();
      if (!needsToken) schedule(Math.max(0, Math.min(PAUSE_MS, firstChange + LONGEST_WAIT_MS - Date.now())));
    };

    form.addEventListener("input", (event) => { if (!event.isComposing) onChange(); });
    form.addEventListener("compositionend", onChange);
    form.addEventListener("change", onChange);
    form.addEventListener("submit", () => { clearTimeout(timer); count(); });
    window.addEventListener("online", () => save());
    window.addEventListener("focus", () => { if (needsToken) save(); });
    document.addEventListener("visibilitychange", () => save(document.visibilityState === "hidden"));
    window.addEventListener("pagehide", () => save(true));
    window.addEventListener("beforeunload", (event) => { if (isChanged && hasFailed && !form.dataset.sent) event.preventDefault(); });
    // A link is followed once what was typed is saved, so that the next page knows of it.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const isPlain = link && !link.target && link.origin === location.origin && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!isPlain || link.pathname === location.pathname || !isChanged || isSaving || hasFailed || event.defaultPrevented) return;
      event.preventDefault();
      save().finally(() => location.assign(link.href));
    });
    tell(words.ready);
  };

  document.querySelectorAll("form[data-autosave]").forEach(autosave);
})();
