<?php
// php install.php SITE: installs WordPress in its folder; plug-ins are not loaded meanwhile.
require __DIR__ . '/request.php';
define( 'WP_INSTALLING', true );
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter( 'pre_wp_mail', '__return_true' );
wp_install( 'A network', 'admin', 'admin@site.example', true, '', 'for tests alone' );
update_option( 'timezone_string', 'America/New_York' );
