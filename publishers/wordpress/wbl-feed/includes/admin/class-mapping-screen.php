<?php
/**
 * The mapping screen.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Catch_Up;
use WblFeed\Feed\Settings;
use WblFeed\Source\Inventory;

/**
 * Lets the webmaster publish posts that are there already: which type, and what its fields are in the standard.
 */
final class Mapping_Screen {

	const SLUG = 'wbl-feed-mapping';
	const SAVE = 'wbl-feed-map';

	/**
	 * The form as it was sent, when it is shown again; else null.
	 *
	 * @var Mapping_Form|null
	 */
	private static $sent = null;

	/**
	 * Whether the form was sent to be saved, and not for a preview alone.
	 *
	 * @var bool
	 */
	private static $saving = false;

	/**
	 * Hooks the screen into WordPress.
	 */
	public static function register(): void {
		add_action( 'admin_menu', array( self::class, 'add' ), 11 );
		add_action( 'rest_api_init', array( Mapping_Preview::class, 'add_route' ) );
	}

	/**
	 * The screen's address.
	 *
	 * @param array<string, string> $more Further parameters.
	 */
	public static function address( array $more = array() ): string {
		return add_query_arg( array_merge( array( 'page' => self::SLUG ), $more ), admin_url( Setup_Screen::PARENT ) );
	}

	/**
	 * Adds the screen to the menu of the postings.
	 */
	public static function add(): void {
		$hook = add_submenu_page(
			Setup_Screen::PARENT,
			__( 'Map your fields', 'wbl-feed' ),
			__( 'Map your fields', 'wbl-feed' ),
			'manage_options',
			self::SLUG,
			array( self::class, 'show' )
		);
		if ( $hook ) {
			add_action( 'load-' . $hook, array( self::class, 'take' ) );
			add_action( 'admin_print_styles-' . $hook, array( self::class, 'enqueue' ) );
		}
	}

	/**
	 * Script and style of the screen.
	 */
	public static function enqueue(): void {
		wp_enqueue_style( 'wbl-feed-admin', plugins_url( 'assets/admin.css', WBL_FEED_FILE ), array(), WBL_FEED_VERSION );
		wp_enqueue_style( 'wbl-feed-mapping', plugins_url( 'assets/mapping.css', WBL_FEED_FILE ), array( 'wbl-feed-admin' ), WBL_FEED_VERSION );
		wp_enqueue_script( 'wbl-feed-mapping', plugins_url( 'assets/mapping.js', WBL_FEED_FILE ), array( 'wp-a11y' ), WBL_FEED_VERSION, true );
		wp_localize_script(
			'wbl-feed-mapping',
			'wblFeedMapping',
			array(
				'route'  => rest_url( 'wbl/v1' . Mapping_Preview::ROUTE ),
				'nonce'  => wp_create_nonce( 'wp_rest' ),
				'done'   => __( 'The preview shows your choice.', 'wbl-feed' ),
				'failed' => __( 'The preview could not be made. Press “Preview” to try again.', 'wbl-feed' ),
			)
		);
	}

	/**
	 * Takes what was sent, before anything is shown. What is sound is stored and followed by a redirect.
	 */
	public static function take(): void {
		if ( ! isset( $_SERVER['REQUEST_METHOD'] ) || 'POST' !== $_SERVER['REQUEST_METHOD'] ) {
			return;
		}
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not change these settings.', 'wbl-feed' ), '', array( 'response' => 403 ) );
		}
		check_admin_referer( self::SAVE );
		$sent = isset( $_POST['wbl'] ) && is_array( $_POST['wbl'] ) ? wp_unslash( $_POST['wbl'] ) : array(); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- Mapping_Form does, field by field.
		$form = Mapping_Form::sent( $sent );
		if ( ! $form ) {
			wp_die( esc_html__( 'Posts of this type cannot be mapped.', 'wbl-feed' ), '', array( 'response' => 400 ) );
		}
		if ( isset( $_POST['wbl_remove'] ) ) {
			self::store( $form->post_type, null, 'removed' );
		}
		self::$saving = isset( $_POST['wbl_save'] );
		if ( self::$saving && ! $form->errors ) {
			self::store( $form->post_type, $form->mapping->to_array(), 'saved' );
		}
		self::$sent = $form;
	}

	/**
	 * Stores a mapping, publishes by it, and goes back to the screen.
	 *
	 * @param string     $post_type The post type.
	 * @param array|null $mapping   Its mapping; null if it is published no more.
	 * @param string     $done      What was done.
	 */
	private static function store( string $post_type, ?array $mapping, string $done ): void {
		$mappings = Settings::get()['mappings'];
		unset( $mappings[ $post_type ] );
		if ( null !== $mapping ) {
			$mappings[ $post_type ] = $mapping;
		}
		Settings::save( array( 'mappings' => $mappings ) );
		Catch_Up::run();
		wp_safe_redirect( self::address( array( 'type' => $post_type, 'done' => $done ) ) );
		exit;
	}

	/**
	 * Prints the screen.
	 */
	public static function show(): void {
		$types = Inventory::post_types();
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- they choose what is shown, nothing more.
		$type = isset( $_GET['type'] ) ? sanitize_key( $_GET['type'] ) : '';
		$done = isset( $_GET['done'] ) ? sanitize_key( $_GET['done'] ) : '';
		// phpcs:enable
		$form = self::$sent ?? ( isset( $types[ $type ] ) ? Mapping_Form::stored( $type ) : null );
		printf( '<div class="wrap wbl-screen wbl-map-screen"><h1>%s</h1><hr class="wp-header-end">', esc_html( get_admin_page_title() ) );
		if ( self::$saving && $form->errors ) {
			self::show_errors( $form );
		} elseif ( ! self::$sent ) {
			self::show_done( $done );
		}
		printf( '<p class="wbl-lead">%s</p>', esc_html__( 'Are your postings there already, as posts, pages or listings of another plugin? Say here which of your fields is what. Your posts stay as they are.', 'wbl-feed' ) );
		self::show_types( $types, $form ? $form->post_type : '' );
		if ( $form ) {
			self::show_form( $form );
		}
		echo '</div>';
	}

	/**
	 * Prints the choice of a post type.
	 *
	 * @param \WP_Post_Type[] $types  Post types by name.
	 * @param string          $chosen The one that is shown.
	 */
	private static function show_types( array $types, string $chosen ): void {
		$mapped = Settings::get()['mappings'];
		printf( '<form method="get" action="%s" class="wbl-map-type"><input type="hidden" name="post_type" value="wbl_posting">', esc_url( admin_url( 'edit.php' ) ) );
		printf( '<input type="hidden" name="page" value="%s"><label for="wbl-type">%s</label> <select id="wbl-type" name="type">', esc_attr( self::SLUG ), esc_html__( 'Kind of posts', 'wbl-feed' ) );
		foreach ( $types as $name => $type ) {
			/* translators: %s: name of a kind of posts. */
			$label = isset( $mapped[ $name ] ) ? sprintf( __( '%s (published)', 'wbl-feed' ), $type->labels->name ) : $type->labels->name;
			printf( '<option value="%s"%s>%s</option>', esc_attr( $name ), selected( $name, $chosen, false ), esc_html( $label ) );
		}
		printf( '</select> <button type="submit" class="button">%s</button></form>', esc_html__( 'Show its fields', 'wbl-feed' ) );
	}

	/**
	 * Prints the mapping with the preview beside it.
	 *
	 * @param Mapping_Form $form The form.
	 */
	private static function show_form( Mapping_Form $form ): void {
		$rows = new Mapping_Rows( $form );
		printf( '<form method="post" action="%s" class="wbl-form wbl-map-form" id="wbl-map" novalidate>', esc_url( self::address( array( 'type' => $form->post_type ) ) ) );
		wp_nonce_field( self::SAVE );
		printf( '<input type="hidden" name="wbl[post_type]" value="%s"><div class="wbl-map-rows">', esc_attr( $form->post_type ) );
		$rows->show();
		$rows->show_categories();
		printf( '<p class="submit"><button type="submit" class="button button-primary" name="wbl_save" value="1">%s</button> ', esc_html__( 'Save and publish', 'wbl-feed' ) );
		if ( isset( Settings::get()['mappings'][ $form->post_type ] ) ) {
			printf( '<button type="submit" class="button" name="wbl_remove" value="1">%s</button>', esc_html__( 'Stop publishing these posts', 'wbl-feed' ) );
		}
		printf( '</p></div><section class="wbl-map-preview wbl-card" aria-labelledby="wbl-preview-title"><h2 id="wbl-preview-title">%s</h2>', esc_html__( 'What becomes of a post', 'wbl-feed' ) );
		echo '<div id="wbl-preview">';
		Mapping_Preview::show( $form );
		printf( '</div><p><button type="submit" class="button" name="wbl_preview" value="1">%s</button></p></section></form>', esc_html__( 'Preview', 'wbl-feed' ) );
	}

	/**
	 * Prints what was done.
	 *
	 * @param string $done `saved`, `removed` or empty.
	 */
	private static function show_done( string $done ): void {
		if ( 'removed' === $done ) {
			printf( '<div class="notice notice-success" role="status"><p>%s</p></div>', esc_html__( 'These posts are no longer published.', 'wbl-feed' ) );
		} elseif ( 'saved' === $done && Settings::ready() ) {
			printf( '<div class="notice notice-success" role="status"><p>%s</p></div>', esc_html__( 'Saved. Your posts are in the feed.', 'wbl-feed' ) );
		} elseif ( 'saved' === $done ) {
			printf( '<div class="notice notice-warning" role="status"><p>%s <a href="%s">%s</a></p></div>', esc_html__( 'Saved. Nothing is published yet:', 'wbl-feed' ), esc_url( Setup_Screen::address() ), esc_html__( 'answer the three questions of the setup.', 'wbl-feed' ) );
		}
	}

	/**
	 * Prints a summary of what is wrong, with a link to each row.
	 *
	 * @param Mapping_Form $form The form with its errors.
	 */
	private static function show_errors( Mapping_Form $form ): void {
		printf( '<div class="notice notice-error" role="alert" id="wbl-errors"><p><strong>%s</strong></p><ul>', esc_html__( 'Nothing was saved. Please fix this:', 'wbl-feed' ) );
		foreach ( $form->errors as $pointer => $message ) {
			printf( '<li><a href="#%s">%s</a></li>', esc_attr( Mapping_Rows::anchor( $pointer ) ), esc_html( $message ) );
		}
		echo '</ul></div>';
	}
}
