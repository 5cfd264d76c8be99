<?php
// php install.php SITE: installs WordPress in its folder; plug-ins are not loaded meanwhile.
require __DIR__ . '/request.php';
define( 'WP_INSTALLING', true );
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter( 'pre_wp_mail', '__return_true' );
wp_install( 'A network', 'admin', 'admin@site.example', true, '', 'for tests alone' );
update_option( 'timezone_string', 'America/New_York' );
$GLOBALS['wp_rewrite']->set_permalink_structure( '/%postname%/' );
delete_option( 'rewrite_rules' ); // the first request makes them
// The editor begins without its tour.
$seen = array( 'welcomeGuide' => false, 'enableChoosePatternModal' => false );
update_user_meta( 1, 'wp_persisted_preferences', array( 'core' => $seen, 'core/edit-post' => $seen, '_modified' => gmdate( 'c' ) ) );
