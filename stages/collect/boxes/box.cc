#include "stages/collect/boxes/box.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

// Larger ones are of no picture.
constexpr double kLargest = 1e6;
// What annotating programs differ by.
constexpr double kHarmless = 1;

std::string text_of_box(const Box& box) {
  return fmt::format("'{}' at {:g}, {:g} of {:g} x {:g}", box.label, box.x,
                     box.y, box.width, box.height);
}

// Cuts off what lies beyond [0, size]; returns how much that was.
double cut(double& start, double& length, double size) {
  const double end = std::min(start + length, size);
  const double first = std::max(start, 0.0);
  const double lost = length - (end - first);
  start = first;
  length = end - first;
  return lost;
}

}  // namespace

std::string fault_of(const Box& box) {
  for (const double value : {box.x, box.y, box.width, box.height}) {
    if (!std::isfinite(value)) return "a number of it is not finite";
    if (std::abs(value) > kLargest) {
      return fmt::format("it reaches to {:g}", value);
    }
  }
  if (box.width <= 0) return fmt::format("its width is {:g}", box.width);
  if (box.height <= 0) return fmt::format("its height is {:g}", box.height);
  if (box.label.empty()) return "it has no label";
  if (box.label.size() > kLongestBoxLabel) {
    return "its label is longer than 200 bytes";
  }
  return "";
}

std::string label_of_boxes(const std::vector<Box>& boxes) {
  if (boxes.empty()) return std::string(kNothingLabel);
  return std::ranges::max_element(
             boxes, {}, [](const Box& box) { return box.width * box.height; })
      ->label;
}

std::string label_with_boxes(const std::string& label,
                             const std::vector<Box>& boxes) {
  const bool none = label.empty() || label == kUnlabelled;
  return none && !boxes.empty() ? label_of_boxes(boxes) : label;
}

std::vector<Box> boxes_within(std::vector<Box> boxes,
                              const std::vector<int>& frame_shape,
                              std::vector<FileWarning>& warnings) {
  if (frame_shape.size() != 2) return boxes;
  if (boxes.size() > kMostBoxes) {
    throw Error(fmt::format("it has {} boxes", boxes.size()), "",
                "At most 10,000 can be kept of a picture.");
  }
  const double height = frame_shape[0], width = frame_shape[1];
  for (Box& box : boxes) {
    const std::string text = text_of_box(box);
    const std::string fault = fault_of(box);
    if (!fault.empty()) throw Error("a box is none: " + fault, text);
    const double lost =
        std::max(cut(box.x, box.width, width), cut(box.y, box.height, height));
    if (box.width <= 0 || box.height <= 0) {
      throw Error(
          fmt::format("the box {} lies outside of the picture of {} x "
                      "{}: are these the annotations of another one?",
                      text, width, height));
    }
    if (lost <= kHarmless) continue;
    warnings.push_back({"a box reaches beyond its picture: cut to it",
                        fmt::format("{} in {} x {}", text, width, height)});
  }
  return boxes;
}

}  // namespace mote
