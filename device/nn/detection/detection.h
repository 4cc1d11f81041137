// From the boxes and scores of an object detector to the few that count:
// TensorFlow Lite Micro's TFLite_Detection_PostProcess.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Inputs: boxes {boxes, box_values} of which the first four are y, x, height
// and width relative to an anchor; scores {boxes, score_values}, the last
// `classes` of a row those of the classes; anchors {boxes, 4} as y, x, height,
// width.
struct DetectionParams {
  int32_t boxes, box_values, classes, score_values;
  // Detections given, of all classes and (DetectEachClass) of one; classes
  // given a box (DetectBestClasses).
  int32_t most, most_of_class, classes_of_box;
  int32_t capacity;  // of the outputs, in detections
  float score_threshold, overlap_threshold;
  float y_scale, x_scale, height_scale, width_scale;
};

namespace reference {

// Outputs: {capacity, 4} corners as ymin, xmin, ymax, xmax; classes, scores and
// the number of detections as real numbers; what is not given is 0. A box of no
// area gives no detections at all. scratch: 17 * boxes + 12 * most bytes.
//
// Of boxes that overlap more than the threshold the one of the highest score
// stays. Each class by itself, then the best of all classes:
void DetectEachClass(const DetectionParams& params, const float* boxes,
                     const float* scores, const float* anchors, float* corners,
                     float* classes, float* values, float* count,
                     int8_t* scratch);
// A box by its best class:
void DetectBestClasses(const DetectionParams& params, const float* boxes,
                       const float* scores, const float* anchors,
                       float* corners, float* classes, float* values,
                       float* count, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
