<?php
// php within.php SITE: runs the code in WP_CODE as the administrator, with all plug-ins loaded.
require __DIR__ . '/request.php';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
eval( getenv( 'WP_CODE' ) );
