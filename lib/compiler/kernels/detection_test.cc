// Detections: what their outputs must hold.
#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/compiler/compile.h"
#include "lib/compiler/passes/small_model.h"

namespace mote {
namespace {

// At most two boxes of three classes, each with at most two of them.
Model detector(int capacity, bool each_class) {
  test::SmallModel m;
  const int boxes = m.float32("boxes", {1, 6, 4});
  const int scores = m.float32("scores", {1, 6, 3});
  const int anchors = m.float32("anchors", {6, 4});
  const int corners = m.float32("corners", {1, capacity, 4});
  const int classes = m.float32("classes", {1, capacity});
  const int values = m.float32("values", {1, capacity});
  const int count = m.float32("count", {1});
  Operator& op = m.add(OperatorCode::kCustom, {boxes, scores, anchors},
                       {corners, classes, values, count});
  op.custom_name = "TFLite_Detection_PostProcess";
  op.options.numbers = {{"max_detections", 2},
                        {"max_classes_per_detection", 2},
                        {"num_classes", 3},
                        {"use_regular_nms", each_class ? 1 : 0},
                        {"nms_score_threshold", 0.5},
                        {"nms_iou_threshold", 0.5},
                        {"y_scale", 10},
                        {"x_scale", 10},
                        {"h_scale", 5},
                        {"w_scale", 5}};
  return std::move(m).finish({boxes, scores, anchors},
                             {corners, classes, values, count});
}

TEST(Detection, OutputsHoldWhatIsCounted) {
  EXPECT_NO_THROW(compile(detector(2, true), host_target()));
  EXPECT_THROW(compile(detector(1, true), host_target()), Error);
  EXPECT_NO_THROW(compile(detector(4, false), host_target()));
  try {
    compile(detector(3, false), host_target());
    FAIL() << "four detections do not fit";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("hold 3 detections, not 4"),
              std::string::npos)
        << error.what_happened();
  }
}

}  // namespace
}  // namespace mote
