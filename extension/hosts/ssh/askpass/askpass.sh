#!/bin/sh
# ssh runs this program with its question (SSH_ASKPASS); what stands on standard output is the answer.
# It only finds the way to askpass.js, with the Node.js that SCX Studio itself runs in.
exec "$SCX_ASKPASS_NODE" "$SCX_ASKPASS_PROGRAM" "$@"
