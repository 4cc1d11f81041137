// A topic of an MQTT broker, by libmosquitto. The library is opened on first
// use, so that programs which never ask a broker do not pay for it.
#pragma once

#include "lib/live/live_source.h"

namespace mote {

// options.address: HOST[:PORT]/TOPIC?settings (source_address.h), a message a
// chunk. Ports are 1883, and 8883 with TLS. Settings:
//
//   user      name at the broker; its password is $MQTT_PASSWORD
//   qos       0, 1 (usual: a message that is lost on the way is sent again) or
//             2
//   ca        file of the authorities that may vouch for a broker with TLS;
//             usually the system's
//   cert, key files of the own certificate and its key
//   insecure  any name may stand in the broker's certificate
//
// Messages that the broker kept from before are left out. A lost connection is
// made again, counted as a gap; Error after a minute without one, and, saying
// what to do, when the broker cannot be reached, wants another password, or
// refuses the topic.
LiveSource open_mqtt(const SourceOptions& options);
// The same with TLS.
LiveSource open_mqtts(const SourceOptions& options);

}  // namespace mote
