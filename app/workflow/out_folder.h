// The results as files: out/ in the project.
#pragma once

#include <string>

#include "app/workflow/project.h"
#include "app/workflow/stage.h"
#include "lib/store/ledger.h"

namespace mote {

// Writes what the stage shows under out/, from the store; files that are
// there already with the same content are left alone.
void lay_out(const Project& project, const Stage& stage, const Recipe& recipe);

// Where an artifact lies: "out/model.tflite".
fs::path shown_path(const Project& project, const Stage& stage,
                    const std::string& artifact);

}  // namespace mote
