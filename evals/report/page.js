/* Filters the failures by slice, by what is wrong and by words; a slice's name above sets its filter. */
(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) return;
  document.documentElement.classList.add("scripted");
  form.hidden = false;
  var items = Array.prototype.slice.call(document.querySelectorAll("#list > li"));
  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  var words = document.getElementById("words");
  var only = document.getElementById("regressions");
  var shown = document.getElementById("shown");

  function has(item, key, value) {
    return (item.getAttribute("data-" + key) || "").split("\x1f").indexOf(value) >= 0;
  }

  function apply() {
    var wanted = words.value.trim().toLowerCase();
    var count = 0;
    items.forEach(function (item) {
      var fits = selects.every(function (select) {
        return !select.value || has(item, select.getAttribute("data-filter"), select.value);
      });
      fits = fits && (!only.checked || item.classList.contains("regressed"));
      fits = fits && (!wanted || item.textContent.toLowerCase().indexOf(wanted) >= 0);
      item.hidden = !fits;
      if (fits) count += 1;
    });
    shown.textContent = count + (count === 1 ? " case" : " cases");
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply); });
  document.querySelectorAll(".slice button").forEach(function (button) {
    button.addEventListener("click", function () {
      form.reset();
      var select = form.querySelector('[data-filter="' + button.getAttribute("data-key") + '"]');
      var value = button.getAttribute("data-value");
      if (select && Array.prototype.some.call(select.options, function (option) { return option.value === value; })) {
        select.value = value;
      }
      setTimeout(function () {
        apply();
        document.getElementById("failures").scrollIntoView();
        (select || words).focus({ preventScroll: true });
      });
    });
  });
  apply();
})();
