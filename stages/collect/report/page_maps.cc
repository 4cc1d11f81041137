// Maps whose colours a reader chooses: by radio buttons and the style sheet, so
// that it takes no script. A script only makes tooltips quicker.
#include <fmt/format.h>

#include <algorithm>

#include "lib/report/html.h"
#include "lib/report/svg_canvas.h"
#include "stages/collect/report/charts.h"
#include "stages/collect/report/page.h"

namespace mote {
namespace {

constexpr size_t kMostMaps = 4;
constexpr size_t kMostPoints = 4000;  // drawn

struct Colouring {
  ColourBy by;
  char letter;  // of its classes
  const char* name;
};
constexpr Colouring kColourings[] = {{ColourBy::kLabel, 'a', "label"},
                                     {ColourBy::kSide, 'b', "side"},
                                     {ColourBy::kGroup, 'c', "group"}};

struct ShownMap {
  RecordingMap map;                    // no more than kMostPoints of the points
  std::vector<Categories> categories;  // by colouring
};

ShownMap shown_map(const RecordingMap& map, const Dataset& dataset) {
  ShownMap shown{map, {}};
  const size_t step = (map.points.size() + kMostPoints - 1) / kMostPoints;
  if (step > 1) {
    shown.map.points.clear();
    for (size_t i = 0; i < map.points.size(); i += step) {
      shown.map.points.push_back(map.points[i]);
    }
  }
  for (const Colouring& colouring : kColourings) {
    shown.categories.push_back(categories_of(shown.map, dataset, colouring.by));
  }
  return shown;
}

// At most 80 bytes, whole characters of UTF-8.
std::string shortened(const std::string& text) {
  constexpr size_t kMost = 80;
  if (text.size() <= kMost) return text;
  size_t end = kMost;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "..";
}

std::string title_of(const MappedRecording& one, const Sample& sample) {
  return fmt::format(
      "{}\n{}, {}, {}{}", shortened(sample.name), shortened(sample.label),
      sample.split.empty() ? "every side" : sample.split,
      shortened(sample.group), one.suspect ? "\nlikely mislabel" : "");
}

std::string view_of(const ShownMap& shown, const Dataset& dataset,
                    bool components) {
  MapChart chart = map_chart(shown.map, dataset, ColourBy::kLabel, components);
  chart.categories.clear();  // the legends stand beside it
  chart.mark_text.clear();
  for (size_t i = 0; i < chart.points.size(); ++i) {
    const MappedRecording& one = shown.map.points[i];
    for (size_t k = 0; k < std::size(kColourings); ++k) {
      chart.points[i].classes +=
          fmt::format("{}{}{}", k > 0 ? " " : "", kColourings[k].letter,
                      shown.categories[k].of[i] % size_t{kPaletteSize});
    }
    chart.points[i].title = title_of(one, dataset.samples()[one.sample]);
  }
  constexpr double kWidth = 760;
  SvgCanvas canvas(kWidth, chart_height(chart, kWidth, 12), chart.title);
  draw(chart, canvas);
  return fmt::format("<div class=\"view {}\">\n{}</div>\n",
                     components ? "flat" : "near", canvas.svg());
}

std::string legend_of(const Categories& categories, const Colouring& colouring,
                      bool shapes) {
  std::string html = fmt::format("<div class=\"legend {}\">", colouring.letter);
  for (size_t i = 0; i < categories.names.size(); ++i) {
    SvgCanvas canvas(16, 16, "");
    Symbol symbol = symbol_of(i, 5);
    if (!shapes) symbol.shape = Shape::kDisc;
    canvas.symbol({8, 8}, symbol);
    html += "<span>" + canvas.svg() + escape_html(categories.names[i]) +
            "</span>\n";
  }
  return html + "</div>\n";
}

std::string radio(size_t map, const char* group, char letter, const char* text,
                  bool checked) {
  return fmt::format(
      "<input type=\"radio\" name=\"{0}{1}\" id=\"{0}{1}{2}\" class=\"by-{2}\""
      "{3}><label for=\"{0}{1}{2}\">{4}</label>\n",
      group, map, letter, checked ? " checked" : "", text);
}

std::string facts_of(const RecordingMap& map, const ShownMap& shown) {
  std::string text = fmt::format(
      "{} recordings ({}), {} features; t-SNE keeps {:.0f} % of the ten "
      "nearest near; the first two principal components have {:.0f} % of the "
      "variance.",
      with_commas_of(map.points.size()), map.kind, map.dimensions,
      100 * map.neighbours_kept, 100 * (map.shares[0] + map.shares[1]));
  if (shown.map.points.size() < map.points.size()) {
    text += fmt::format(" {} of them are drawn.",
                        with_commas_of(shown.map.points.size()));
  }
  const auto suspects = static_cast<size_t>(
      std::ranges::count(map.points, true, &MappedRecording::suspect));
  if (suspects > 0) {
    text += fmt::format(" Rings: {} likely mislabel(s).", suspects);
  }
  return "<p>" + escape_html(text) + "</p>\n";
}

std::string map_html(size_t number, const RecordingMap& map,
                     const Dataset& dataset) {
  const ShownMap shown = shown_map(map, dataset);
  std::string html = facts_of(map, shown) + "<div class=\"map\">\n";
  html += radio(number, "view", 'n', "t-SNE", true);
  html += radio(number, "view", 'f', "principal components", false);
  html += "<span class=\"gap\">colours:</span>\n";
  for (const Colouring& colouring : kColourings) {
    html += radio(number, "colour", colouring.letter, colouring.name,
                  colouring.by == ColourBy::kLabel);
  }
  html += view_of(shown, dataset, false) + view_of(shown, dataset, true);
  for (size_t k = 0; k < std::size(kColourings); ++k) {
    html += legend_of(shown.categories[k], kColourings[k], k == 0);
  }
  return html + "</div>\n";
}

// Shows a point's title at once, where a browser would wait.
constexpr const char* kScript = R"(<script>
(function () {
  var tip = document.createElement('div');
  tip.className = 'tip';
  document.body.appendChild(tip);
  document.querySelectorAll('.view title').forEach(function (title) {
    title.parentNode.setAttribute('data-text', title.textContent);
    title.remove();
  });
  document.querySelectorAll('.view').forEach(function (view) {
    view.addEventListener('mousemove', function (event) {
      var text = event.target.getAttribute('data-text');
      tip.style.display = text ? 'block' : 'none';
      if (!text) return;
      tip.textContent = text;
      tip.style.left = Math.min(event.pageX + 14,
        window.scrollX + window.innerWidth - tip.offsetWidth - 8) + 'px';
      tip.style.top = event.pageY + 14 + 'px';
    });
    view.addEventListener('mouseleave', function () {
      tip.style.display = 'none';
    });
  });
})();
</script>
)";

}  // namespace

std::string map_style() {
  std::string css = R"(
.map input { margin: 0 4px 0 0; }
.map > label { margin-right: 16px; }
.map .gap { color: var(--soft); margin: 0 10px 0 14px; }
.map .view, .map .legend { display: none; margin-top: 10px; }
.by-n:checked ~ .view.near, .by-f:checked ~ .view.flat { display: block; }
.view .chart { max-width: 760px; margin: 0 auto; }
.by-a:checked ~ .legend.a, .by-b:checked ~ .legend.b,
.by-c:checked ~ .legend.c { display: flex; flex-wrap: wrap; gap: 2px 16px; }
.legend span { display: inline-flex; align-items: center; gap: 5px;
  font-size: .85rem; overflow-wrap: anywhere; }
.legend svg { width: 14px; height: 14px; flex: none; }
.view [data-text]:hover { stroke: var(--ink); stroke-width: 2; }
.tip { position: absolute; display: none; background: var(--ink);
  color: var(--paper); padding: 6px 9px; border-radius: 6px;
  font-size: .82rem; white-space: pre-line; pointer-events: none;
  max-width: 32em; overflow-wrap: anywhere; }
)";
  for (const Colouring& colouring : kColourings) {
    for (int i = 0; i < kPaletteSize; ++i) {
      css += fmt::format(
          ".by-{0}:checked ~ .view .{0}{1} {{ fill: var(--p{1}); "
          "}}\n",
          colouring.letter, i);
    }
  }
  return css;
}

std::string maps_part(const DataReport& report) {
  std::string html;
  for (size_t i = 0; i < std::min(report.maps.size(), kMostMaps); ++i) {
    html += map_html(i, report.maps[i], report.part);
  }
  if (report.maps.size() > kMostMaps) {
    html += fmt::format("<p>and {} maps of fewer recordings</p>",
                        report.maps.size() - kMostMaps);
  }
  return html.empty() ? "" : html + kScript;
}

}  // namespace mote
