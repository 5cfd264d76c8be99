<?php
// php within.php SITE: runs the code on standard input as the administrator, with all plug-ins loaded.
require __DIR__ . '/request.php';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
eval( stream_get_contents( STDIN ) );
