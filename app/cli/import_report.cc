#include "app/cli/import_report.h"

#include <nlohmann/json.hpp>

namespace mote {
namespace {

// So many refused files are named in text; --json names all.
constexpr size_t kNamedFiles = 10;
// So many labels and formats are named in text.
constexpr size_t kNamedLabels = 12;
constexpr size_t kNamedFormats = 8;

std::string range_text(double low, double high) {
  return low == high ? fmt::format("{:.6g}", low)
                     : fmt::format("{:.6g} to {:.6g}", low, high);
}

std::string length_text(const FormatPreview& format) {
  const std::string frames =
      range_text(static_cast<double>(format.fewest_frames),
                 static_cast<double>(format.most_frames));
  if (format.kind == "picture" || format.kind == "tensor") return "";
  if (format.lowest_rate_hz == 0)
    return ", rate unknown, " + frames + " frames";
  return fmt::format(", {} Hz, {} frames, {:.1f} s in all",
                     range_text(format.lowest_rate_hz, format.highest_rate_hz),
                     frames, format.seconds);
}

void print_format(const FormatPreview& format, Console& console) {
  console.print("  {} file(s), {} sample(s): {}; {} of {}{}", format.files,
                format.samples, format.format, axes_text(format), format.type,
                length_text(format));
}

std::string labels_text(const ImportPreview& preview) {
  std::string text;
  size_t named = 0;
  for (const auto& [label, count] : preview.labels) {
    if (named++ == kNamedLabels) return text + ", ...";
    text += fmt::format("{}{} ({})", named > 1 ? ", " : "", label, count);
  }
  return text;
}

nlohmann::json json_of(const FormatPreview& format) {
  nlohmann::json axes = nlohmann::json::array();
  for (const Axis& axis : format.axes) {
    axes.push_back({{"name", axis.name}, {"unit", axis.unit}});
  }
  return {{"format", format.format},
          {"kind", format.kind},
          {"type", format.type},
          {"axes", axes},
          {"frame_shape", format.frame_shape},
          {"files", format.files},
          {"samples", format.samples},
          {"lowest_rate_hz", format.lowest_rate_hz},
          {"highest_rate_hz", format.highest_rate_hz},
          {"fewest_frames", format.fewest_frames},
          {"most_frames", format.most_frames},
          {"seconds", format.seconds}};
}

nlohmann::json json_of(const ImportPreview& preview) {
  nlohmann::json formats = nlohmann::json::array();
  for (const FormatPreview& format : preview.formats) {
    formats.push_back(json_of(format));
  }
  return {{"formats", formats},
          {"labels", preview.labels},
          {"sides", preview.sides},
          {"groups", preview.groups.size()}};
}

}  // namespace

void print_preview(const ImportPreview& preview, Console& console) {
  size_t files = 0;
  for (const FormatPreview& format : preview.formats) files += format.files;
  if (files < preview.files_in_all) {
    console.print("  {} of {} files understood so far:", files,
                  preview.files_in_all);
  }
  for (size_t i = 0; i < preview.formats.size(); ++i) {
    if (i == kNamedFormats) {
      console.print("  ... and {} more kinds of files (--json names all)",
                    preview.formats.size() - kNamedFormats);
      break;
    }
    print_format(preview.formats[i], console);
  }
  console.print("  {} label(s): {}", preview.labels.size(),
                labels_text(preview));
  console.print("  {} group(s)", preview.groups.size());
}

void print_terms(const DataTerms& terms, Console& console) {
  if (!terms.licence.empty()) console.print("  licence {}", terms.licence);
  if (!terms.attribution.empty()) {
    console.print("  attribution: {}",
                  terms.attribution.substr(0, terms.attribution.find('\n'))
                      .substr(0, 100));
  }
}

void print_problems(const ImportReport& report, Console& console) {
  for (size_t i = 0; i < report.refused.size(); ++i) {
    if (i == kNamedFiles) {
      console.print("  ... and {} more (--json names all)",
                    report.refused.size() - kNamedFiles);
      break;
    }
    console.print("  refused {}: {}", report.refused[i].file,
                  report.refused[i].reason);
  }
  for (const ImportWarning& warning : report.warnings) {
    console.print("  {}", warning.text());
  }
}

void print_report(const ImportReport& report, Console& console) {
  console.print(
      "{} added, {}{} already there, {} refused", report.added,
      report.updated > 0 ? fmt::format("{} updated, ", report.updated) : "",
      report.duplicates, report.refused.size());
  print_problems(report, console);
}

nlohmann::json json_of(const ImportReport& report) {
  nlohmann::json refused = nlohmann::json::array();
  for (const RefusedFile& file : report.refused) {
    refused.push_back({{"file", file.file}, {"reason", file.reason}});
  }
  nlohmann::json warnings = nlohmann::json::array();
  for (const ImportWarning& warning : report.warnings) {
    warnings.push_back(warning.text());
  }
  return {{"added", report.added},
          {"updated", report.updated},
          {"duplicates", report.duplicates},
          {"refused", refused},
          {"understood", json_of(report.understood)},
          {"licence", report.terms.licence},
          {"attribution", report.terms.attribution},
          {"warnings", warnings}};
}

int finish_import(const ImportReport& report, Console& console) {
  print_report(report, console);
  console.result(json_of(report));
  return report.added + report.updated + report.duplicates > 0 ? 0 : 1;
}

}  // namespace mote
