#include "device/nn/detection/detection.h"

#include "device/base/exp_float.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

struct Box {
  float ymin, xmin, ymax, xmax;
};

float Larger(float a, float b) { return a > b ? a : b; }
float Smaller(float a, float b) { return a < b ? a : b; }

// False when a box has no area.
bool DecodeBoxes(const DetectionParams& p, const float* encoded,
                 const float* anchors, Box* boxes) {
  bool sound = true;
  for (int32_t i = 0; i < p.boxes; ++i) {
    const float* e = encoded + i * p.box_values;
    const float* a = anchors + 4 * i;
    const float y = e[0] / p.y_scale * a[2] + a[0];
    const float x = e[1] / p.x_scale * a[3] + a[1];
    const float half_height = 0.5f * ExpFloat(e[2] / p.height_scale) * a[2];
    const float half_width = 0.5f * ExpFloat(e[3] / p.width_scale) * a[3];
    boxes[i] = {y - half_height, x - half_width, y + half_height,
                x + half_width};
    sound =
        sound && boxes[i].ymin < boxes[i].ymax && boxes[i].xmin < boxes[i].xmax;
  }
  return sound;
}

float Area(const Box& b) { return (b.ymax - b.ymin) * (b.xmax - b.xmin); }

// The common area's share of that of both.
float Overlap(const Box& a, const Box& b) {
  const float height = Smaller(a.ymax, b.ymax) - Larger(a.ymin, b.ymin);
  const float width = Smaller(a.xmax, b.xmax) - Larger(a.xmin, b.xmin);
  const float common = Larger(height, 0.0f) * Larger(width, 0.0f);
  return common / (Area(a) + Area(b) - common);
}

// The candidate of the highest score, the first of equal ones; -1: none left.
template <typename Score>
int32_t Best(int32_t boxes, const int8_t* candidates, const Score& score) {
  int32_t best = -1;
  for (int32_t i = 0; i < boxes; ++i) {
    if (candidates[i] && (best < 0 || score(i) > score(best))) best = i;
  }
  return best;
}

// Calls visit(box) with at most `most` boxes from the best on, without those
// that overlap with a better one.
template <typename Score, typename Visit>
void Suppress(const DetectionParams& p, const Box* boxes, int8_t* candidates,
              int32_t most, const Score& score, const Visit& visit) {
  for (int32_t i = 0; i < p.boxes; ++i) {
    candidates[i] = score(i) >= p.score_threshold ? 1 : 0;
  }
  for (int32_t n = 0; n < most; ++n) {
    const int32_t best = Best(p.boxes, candidates, score);
    if (best < 0) return;
    candidates[best] = 0;
    visit(best);
    for (int32_t i = 0; i < p.boxes; ++i) {
      if (candidates[i] &&
          Overlap(boxes[best], boxes[i]) > p.overlap_threshold) {
        candidates[i] = 0;
      }
    }
  }
}

struct Detection {
  float score;
  int32_t box, label;
};

// Keeps a list from the best on, at most `most` long; equal ones as they come.
int32_t Insert(const Detection& detection, int32_t most, int32_t size,
               Detection* list) {
  int32_t place = size;
  while (place > 0 && list[place - 1].score < detection.score) --place;
  if (place >= most) return size;
  const int32_t longer = size < most ? size + 1 : most;
  for (int32_t i = longer - 1; i > place; --i) list[i] = list[i - 1];
  list[place] = detection;
  return longer;
}

// Where an inference's results go.
struct Outputs {
  int32_t capacity;
  float *corners, *classes, *values;

  void Clear() const {
    for (int32_t i = 0; i < capacity; ++i) {
      for (int32_t k = 0; k < 4; ++k) corners[4 * i + k] = 0.0f;
      classes[i] = values[i] = 0.0f;
    }
  }

  void Set(int32_t place, const Box& box, int32_t label, float score) const {
    if (place >= capacity) return;
    corners[4 * place] = box.ymin;
    corners[4 * place + 1] = box.xmin;
    corners[4 * place + 2] = box.ymax;
    corners[4 * place + 3] = box.xmax;
    classes[place] = static_cast<float>(label);
    values[place] = score;
  }
};

// The n-th best class of a row, the first of equal ones first.
int32_t BestClass(const float* row, int32_t classes, int32_t n) {
  for (int32_t c = 0; c < classes; ++c) {
    int32_t before = 0;
    for (int32_t other = 0; other < classes; ++other) {
      if (row[other] > row[c] || (row[other] == row[c] && other < c)) ++before;
    }
    if (before == n) return c;
  }
  return 0;
}

}  // namespace

void DetectEachClass(const DetectionParams& p, const float* encoded,
                     const float* scores, const float* anchors, float* corners,
                     float* classes, float* values, float* count,
                     int8_t* scratch) {
  Box* boxes = reinterpret_cast<Box*>(scratch);
  Detection* list = reinterpret_cast<Detection*>(boxes + p.boxes);
  int8_t* candidates = reinterpret_cast<int8_t*>(list + p.most);
  const Outputs outputs = {p.capacity, corners, classes, values};
  outputs.Clear();
  *count = 0.0f;
  if (!DecodeBoxes(p, encoded, anchors, boxes)) return;
  const int32_t background = p.score_values - p.classes;
  int32_t size = 0;
  for (int32_t label = 0; label < p.classes; ++label) {
    const auto score = [&](int32_t box) {
      return scores[box * p.score_values + background + label];
    };
    Suppress(p, boxes, candidates, p.most_of_class, score, [&](int32_t box) {
      size = Insert({score(box), box, label}, p.most, size, list);
    });
  }
  for (int32_t i = 0; i < size; ++i) {
    outputs.Set(i, boxes[list[i].box], list[i].label, list[i].score);
  }
  *count = static_cast<float>(size);
}

void DetectBestClasses(const DetectionParams& p, const float* encoded,
                       const float* scores, const float* anchors,
                       float* corners, float* classes, float* values,
                       float* count, int8_t* scratch) {
  Box* boxes = reinterpret_cast<Box*>(scratch);
  int8_t* candidates = reinterpret_cast<int8_t*>(boxes + p.boxes);
  const Outputs outputs = {p.capacity, corners, classes, values};
  outputs.Clear();
  *count = 0.0f;
  if (!DecodeBoxes(p, encoded, anchors, boxes)) return;
  const auto row = [&](int32_t box) {
    return scores + (box + 1) * p.score_values - p.classes;
  };
  const auto score = [&](int32_t box) {
    float best = row(box)[0];
    for (int32_t c = 1; c < p.classes; ++c) best = Larger(best, row(box)[c]);
    return best;
  };
  // With several classes a box TensorFlow Lite leaves gaps; so do these.
  int32_t given = 0;
  Suppress(p, boxes, candidates, p.most, score, [&](int32_t box) {
    for (int32_t n = 0; n < p.classes_of_box; ++n, ++given) {
      const int32_t label = BestClass(row(box), p.classes, n);
      outputs.Set(given * p.classes_of_box + n, boxes[box], label,
                  row(box)[label]);
    }
  });
  *count = static_cast<float>(given);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
