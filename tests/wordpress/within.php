<?php
// php within.php SITE FILE: runs the file as the administrator, with all plug-ins loaded.
require __DIR__ . '/request.php';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
require $argv[2];
