// Boxes: rectangles around things in pictures, as annotations give them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/sample.h"
#include "stages/collect/importers/importer.h"

namespace mote {

// The label of a picture in which somebody looked for things and found none.
inline constexpr std::string_view kNothingLabel = "background";

// What more boxes of one picture, or a longer label, would be: damage.
inline constexpr size_t kMostBoxes = 10'000;
inline constexpr size_t kLongestBoxLabel = 200;

// What keeps a box from being one: "its width is 0"; "" where nothing does.
std::string fault_of(const Box& box);

// The label of a picture by its boxes: that of the largest (of the first of
// equals); kNothingLabel without any.
std::string label_of_boxes(const std::vector<Box>& boxes);

// The label of a file that has one and boxes: its own, unless it is none
// (kUnlabelled) or empty; without boxes `label` as it is.
std::string label_with_boxes(const std::string& label,
                             const std::vector<Box>& boxes);

// Boxes held against the picture they are of. What reaches beyond its edges is
// cut off, with a warning where that is more than a pixel. Throws Error for a
// box outside of the picture, or that is none: then the boxes are rather of
// another picture. Of what is no picture or grid, boxes stay as they are.
std::vector<Box> boxes_within(std::vector<Box> boxes,
                              const std::vector<int>& frame_shape,
                              std::vector<FileWarning>& warnings);

}  // namespace mote
