// README.md of a deployment.
#pragma once

#include <string>

#include "stages/deploy/deploy.h"

namespace mote {

// What the files are, what they cost, how to build them and how to use the
// detector in a program of one's own.
std::string deployment_readme(const Package& package,
                              const Deployment& deployment);

}  // namespace mote
