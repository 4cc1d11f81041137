// What the recordings' values are like, and examples.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/report/chart_file.h"
#include "lib/report/html.h"
#include "stages/collect/report/charts.h"
#include "stages/collect/report/example_picture.h"
#include "stages/collect/report/page.h"

namespace mote {
namespace {

constexpr size_t kMostExamples = 40;
constexpr size_t kMostAxes = 12;

std::string sizes_text(const DataValues& values) {
  constexpr size_t kMostSizes = 12;
  std::string text;
  for (size_t i = 0; i < values.sizes.size(); ++i) {
    if (i == kMostSizes) {
      return text + fmt::format(" and {} other sizes",
                                values.sizes.size() - kMostSizes);
    }
    text += fmt::format("{}{} ({})", i > 0 ? ", " : "", values.sizes[i].size,
                        with_commas_of(values.sizes[i].samples));
  }
  return text;
}

std::string example_figure(const Dataset& dataset, const Sample& sample) {
  const Signal signal = dataset.signal(sample);
  return fmt::format(
      "<figure><img src=\"{}\" alt=\"{}\"><figcaption><b>{}</b> {}"
      "</figcaption></figure>\n",
      png_uri(example_picture(signal, sample)), escape_html(sample.name),
      escape_html(sample.label), escape_html(sample.name));
}

}  // namespace

std::string values_part(const DataReport& report) {
  const DataValues& values = report.values;
  std::string html;
  if (!report.counts.durations.counts.empty()) {
    html += svg_of(duration_chart(report.counts));
  }
  if (!values.levels.empty()) html += svg_of(level_chart(values));
  for (const Spectra& spectra : values.spectra) {
    html += svg_of(spectra_chart(spectra));
    if (spectra.left_out > 0) {
      html +=
          fmt::format("<p>{} of other rates than {:.6g} Hz are left out.</p>",
                      with_commas_of(spectra.left_out), spectra.rate_hz);
    }
  }
  if (!values.sizes.empty()) {
    html += "<p>Sizes, height by width: " + escape_html(sizes_text(values)) +
            "</p>\n";
  }
  const auto axes = axis_charts(values);
  for (size_t i = 0; i < std::min(axes.size(), kMostAxes); ++i) {
    html += svg_of(axes[i]);
  }
  if (axes.size() > kMostAxes) {
    html += fmt::format(
        "<p>and {} more axes: <code>mote collect stats --json</code></p>",
        axes.size() - kMostAxes);
  }
  return html;
}

std::string examples_part(const DataReport& report) {
  std::string html;
  std::set<std::string> shown;
  for (const Sample& sample : report.part.samples()) {
    if (shown.size() == kMostExamples) break;
    if (shown.contains(sample.label)) continue;
    try {
      html += example_figure(report.part, sample);
      shown.insert(sample.label);
    } catch (const Error&) {
      // Another of the label may open; the findings name this one.
    }
  }
  if (html.empty()) return "";
  html = "<div class=\"pictures small\">\n" + html + "</div>\n";
  if (report.counts.labels.size() > shown.size()) {
    html += fmt::format("<p>Of {} of {} labels.</p>", shown.size(),
                        report.counts.labels.size());
  }
  return html;
}

}  // namespace mote
