// The driver of a sensor whose readings are streamed: write a sensor.cc with
// these three for your own.
#pragma once

#include "device/stream/encoder.h"

extern "C" {

// What it is: name, axes with units, type, rate. A frame has 4,000 bytes at
// most.
extern const mote::stream::Sensor kSensor;

// Called once, before any reading.
void StartSensor();

// Writes a frame of readings. Called by the timer's interrupt at the sensor's
// rate, so it must return well within a period, and must not wait for
// interrupts.
void ReadSensor(void* frame);

}  // extern "C"
