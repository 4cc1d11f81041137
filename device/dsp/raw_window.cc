#include "device/dsp/raw_window.h"

namespace mote {
namespace dsp {

void ComputeRawWindow(const void* tables, const int16_t* window, float*,
                      float* features) {
  const RawWindowTables& raw = *static_cast<const RawWindowTables*>(tables);
  for (int32_t place = raw.frames * raw.places; place != 0; --place) {
    for (int32_t axis = 0; axis < raw.axes; ++axis) {
      *features++ = static_cast<float>(*window++) * raw.resolution[axis];
    }
  }
}

}  // namespace dsp
}  // namespace mote
