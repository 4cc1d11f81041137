#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/compiler/kernels/rare_families.h"
#include "lib/compiler/kernels/signal_options.h"

namespace mote {
namespace {

constexpr int64_t kMost = 1 << 15;

int64_t option_or(const Operator& op, const Lowering& lowering,
                  const std::string& name, int64_t otherwise) {
  return op.options.numbers.contains(name)
             ? signal_option(op, lowering, name, 0, kMost)
             : otherwise;
}

double real_option(const Operator& op, const Lowering& lowering,
                   const std::string& name) {
  const auto found = op.options.numbers.find(name);
  if (found == op.options.numbers.end() || !std::isfinite(found->second)) {
    lowering.refuse(op, fmt::format("its option '{}' is missing", name));
  }
  return found->second;
}

void check_shapes(const Operator& op, const Lowering& lowering,
                  int64_t classes) {
  const Tensor &boxes = lowering.input(op, 0), &scores = lowering.input(op, 1),
               &anchors = lowering.input(op, 2);
  const auto require = [&](bool fits, const Tensor& tensor) {
    if (!fits || tensor.type != Type::kFloat32) {
      lowering.refuse(op, fmt::format("'{}' is not float32 of a shape that "
                                      "fits",
                                      tensor.name));
    }
  };
  require(boxes.shape.size() == 3 && boxes.shape[0] == 1 && boxes.shape[2] >= 4,
          boxes);
  require(scores.shape.size() == 3 && scores.shape[0] == 1 &&
              scores.shape[1] == boxes.shape[1] &&
              (scores.shape[2] == classes || scores.shape[2] == classes + 1),
          scores);
  require(anchors.elements() == 4 * int64_t{boxes.shape[1]}, anchors);
  const int64_t capacity = lowering.output(op, 1).elements();
  require(lowering.output(op, 0).elements() == 4 * capacity,
          lowering.output(op, 0));
  require(true, lowering.output(op, 1));
  require(lowering.output(op, 2).elements() == capacity,
          lowering.output(op, 2));
  require(lowering.output(op, 3).elements() == 1, lowering.output(op, 3));
}

}  // namespace

Step lower_detection(const Operator& op, Lowering& lowering) {
  const auto option = [&](const char* name) {
    return signal_option(op, lowering, name, 1, kMost);
  };
  const bool each = option_or(op, lowering, "use_regular_nms", 0) != 0;
  Step step =
      signal_step(op, lowering, each ? "DetectEachClass" : "DetectBestClasses",
                  {0, 1, 2}, 4);
  const int64_t classes = option("num_classes");
  check_shapes(op, lowering, classes);
  const int64_t boxes = lowering.input(op, 0).shape[1];
  const int64_t most = option("max_detections");
  const int64_t capacity = lowering.output(op, 1).elements();
  const int64_t classes_of_box =
      std::min(option("max_classes_per_detection"), classes);
  const int64_t needed = each ? most : most * classes_of_box;
  if (capacity < needed) {
    lowering.refuse(op, fmt::format("its outputs hold {} detections, not {}",
                                    capacity, needed));
  }
  step.header = "device/nn/detection/detection.h";
  step.sources = {"device/nn/detection/detection.cc"};
  step.parameter_type = "DetectionParams";
  step.parameters = {
      {"boxes", boxes},
      {"box_values", lowering.input(op, 0).shape[2]},
      {"classes", classes},
      {"score_values", lowering.input(op, 1).shape[2]},
      {"most", most},
      {"most_of_class", option_or(op, lowering, "detections_per_class", 100)},
      {"classes_of_box", classes_of_box},
      {"capacity", capacity}};
  for (const char* name : {"nms_score_threshold", "nms_iou_threshold",
                           "y_scale", "x_scale", "h_scale", "w_scale"}) {
    step.parameters.push_back({name, real_option(op, lowering, name)});
  }
  step.cost.scratch_bytes = 17 * boxes + 12 * most;
  step.cost.instructions = 100 * boxes * (each ? classes : 1);
  step.comment = fmt::format("the best of {} boxes", boxes);
  return step;
}

}  // namespace mote
