"""Makes Nova's API as a WSGI server would; run by the Python of a release, with its files.

A server takes what comes of it as the application, or ends with the exception.
"""

import os
import sys
import time

sys.dont_write_bytecode = True
files = [os.environ["OS_NOVA_CONFIG_DIR"] + "/api-paste.ini", *sys.argv[1:]]
os.environ["OS_NOVA_CONFIG_FILES"] = ";".join(files)
del sys.argv[1:]

try:
    import nova.wsgi.osapi_compute  # noqa: F401
except ImportError:
    from nova.api.openstack import wsgi_app

    wsgi_app.init_application("osapi_compute")
sys.stderr.write("the application is made\n")
sys.stderr.flush()
time.sleep(600)
