// The generated part of a firmware: application.h and application.cc, which
// put the feature block, the model and the detector of a package together.
#pragma once

#include <vector>

#include "lib/compiler/plan.h"
#include "lib/firmware/build.h"
#include "lib/package/package.h"

namespace mote {

// Samples the ring holds: what arrives during one inference and two hops of
// the signal on `target`, at least 1,024, as a power of two.
int ring_samples(const Plan& plan, const FeatureBlock& features,
                 const Target& target);

// application.h, application.cc, the emitted model and all of device/ that
// they need: everything but main and start-up code (target_sources).
std::vector<SourceFile> emit_application(const Package& package,
                                         const Plan& plan,
                                         const Target& target);

}  // namespace mote
