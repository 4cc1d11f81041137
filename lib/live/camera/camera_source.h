// A camera as a source of recordings.
#pragma once

#include "lib/live/camera/video_device.h"
#include "lib/live/live_source.h"

namespace mote {

// options.address: a device file ("": the only one) and settings
// (source_address.h): size=640x480, every=0.2 (seconds from one picture to the
// next), format=YUYV. A picture a chunk, of kind picture: red, green, blue, or
// grey, 8 bits each. Throws Error, saying what to do, when there is no camera,
// several, or it cannot be used.
LiveSource open_camera(const SourceOptions& options);

// The same with a given device, for tests; settings as above.
LiveSource open_camera(std::unique_ptr<VideoDevice> device,
                       const std::string& path, const std::string& settings);

}  // namespace mote
