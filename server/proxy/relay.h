// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace halftone::proxy {

// What stands between a client's connection and an instance's while both are in use: an exchange of one
// request, or a tunnel. The connections tell it what happened; their streams tell the rest. A relay that is
// over has detached itself from both and gets no further calls. One worker's thread.
class Relay {
 public:
  virtual void clientReady() = 0;     // there may be something to read or room to write
  virtual void clientGone() = 0;      // reset, or closed for both directions
  virtual void clientTimedOut() = 0;  // the deadline of the client's connection
  virtual void upstreamConnected() = 0;
  virtual void upstreamRefused() = 0;  // the connect failed
  virtual void upstreamReady() = 0;
  virtual void drain() = 0;  // the proxy is about to end: come to an end soon

 protected:
  ~Relay() = default;
};

}  // namespace halftone::proxy
