#include "stages/collect/import_preview.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace mote {
namespace {

constexpr size_t kNamedAxes = 9;

bool alike(const FormatPreview& a, const FormatPreview& b) {
  return a.format == b.format && a.kind == b.kind && a.type == b.type &&
         a.axes == b.axes && a.frame_shape == b.frame_shape;
}

void merge(FormatPreview& into, const FormatPreview& from) {
  if (into.samples == 0) {
    const size_t files = into.files;
    into = from;
    into.files += files;
    return;
  }
  into.files += from.files;
  into.samples += from.samples;
  into.seconds += from.seconds;
  into.lowest_rate_hz = std::min(into.lowest_rate_hz, from.lowest_rate_hz);
  into.highest_rate_hz = std::max(into.highest_rate_hz, from.highest_rate_hz);
  into.fewest_frames = std::min(into.fewest_frames, from.fewest_frames);
  into.most_frames = std::max(into.most_frames, from.most_frames);
}

// The entry for files like this one.
FormatPreview& entry_for(std::vector<FormatPreview>& formats,
                         const FormatPreview& wanted) {
  const auto found =
      std::find_if(formats.begin(), formats.end(),
                   [&](const auto& entry) { return alike(entry, wanted); });
  if (found != formats.end()) return *found;
  FormatPreview entry = wanted;
  entry.files = entry.samples = 0;
  return formats.emplace_back(std::move(entry));
}

// "x, y, z [g], t [deg C]": a unit stands after the last axis that has it.
std::string names_and_units(const std::vector<Axis>& axes) {
  std::string text;
  for (size_t i = 0; i < std::min(axes.size(), kNamedAxes); ++i) {
    text += (i == 0 ? "" : ", ") + axes[i].name;
    const bool last = i + 1 == axes.size() || i + 1 == kNamedAxes;
    if (!axes[i].unit.empty() && (last || axes[i + 1].unit != axes[i].unit)) {
      text += " [" + axes[i].unit + "]";
    }
  }
  return axes.size() > kNamedAxes ? text + ", ..." : text;
}

}  // namespace

void ImportPreview::add(const FileContent& content,
                        const std::vector<Sample>& samples) {
  FormatPreview entry;
  entry.format = content.format;
  entry.type = content.type;
  entry.axes = content.axes;
  entry.frame_shape = content.frame_shape;
  if (!samples.empty()) entry.kind = samples.front().kind;
  FormatPreview& total = entry_for(formats, entry);
  ++total.files;
  for (const Sample& sample : samples) {
    entry.samples = 1;
    entry.lowest_rate_hz = entry.highest_rate_hz = sample.rate_hz;
    entry.fewest_frames = entry.most_frames = sample.frames;
    entry.seconds = sample.seconds();
    merge(total, entry);
    ++labels[sample.label];
    ++sides[sample.split];
    groups.insert(sample.group);
  }
}

void ImportPreview::add(const ImportPreview& other) {
  for (const FormatPreview& entry : other.formats) {
    merge(entry_for(formats, entry), entry);
  }
  for (const auto& [label, count] : other.labels) labels[label] += count;
  for (const auto& [side, count] : other.sides) sides[side] += count;
  groups.insert(other.groups.begin(), other.groups.end());
  files_in_all += other.files_in_all;
}

std::string axes_text(const FormatPreview& format) {
  const std::string names = names_and_units(format.axes);
  if (!format.frame_shape.empty()) {
    return fmt::format("{} places of {}", fmt::join(format.frame_shape, " x "),
                       names);
  }
  return fmt::format("{} ax{}s {}", format.axes.size(),
                     format.axes.size() == 1 ? "i" : "e", names);
}

}  // namespace mote
