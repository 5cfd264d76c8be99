<?php
/**
 * The panel below the text of a posting.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Feed\Publishing;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;
use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * A meta box with every field that people fill, in the block editor and in the classic one, with and without JavaScript.
 */
final class Panel {

	const NONCE = 'wbl_feed_panel';

	/**
	 * The last field of the form. PHP takes only so many fields of a form (`max_input_vars`); when this one is missing, others
	 * may be, and a field that did not come must not be taken for an empty one.
	 */
	const LAST = 'wbl_last';

	/**
	 * Hooks the panel into WordPress.
	 */
	public static function register(): void {
		add_action( 'add_meta_boxes_' . Posting_Type::NAME, array( self::class, 'add' ) );
		add_action( 'admin_enqueue_scripts', array( self::class, 'enqueue' ) );
		add_action( 'save_post_' . Posting_Type::NAME, array( self::class, 'save' ) );
		add_action( 'admin_notices', array( self::class, 'tell_incomplete' ) );
	}

	/**
	 * Adds the meta box.
	 */
	public static function add(): void {
		add_meta_box(
			'wbl-posting',
			__( 'WBL posting', 'wbl-feed' ),
			array( self::class, 'show' ),
			Posting_Type::NAME,
			'normal',
			'high',
			array( '__block_editor_compatible_meta_box' => true )
		);
	}

	/**
	 * Loads style and script on the page where a posting is edited.
	 *
	 * @param string $page The admin page.
	 */
	public static function enqueue( string $page ): void {
		$screen = get_current_screen();
		if ( ! in_array( $page, array( 'post.php', 'post-new.php' ), true ) || ! $screen || Posting_Type::NAME !== $screen->post_type ) {
			return;
		}
		$blocks = $screen->is_block_editor();
		wp_enqueue_style( 'wbl-feed-panel', plugins_url( 'assets/panel.css', \WBL_FEED_FILE ), array(), \WBL_FEED_VERSION );
		wp_enqueue_script(
			'wbl-feed-panel',
			plugins_url( 'assets/panel.js', \WBL_FEED_FILE ),
			$blocks ? array( 'wp-api-fetch', 'wp-data', 'wp-edit-post', 'wp-editor', 'wp-element', 'wp-notices', 'wp-plugins', 'wp-preferences' ) : array( 'wp-api-fetch' ),
			\WBL_FEED_VERSION,
			true
		);
		$settings = array(
			'blocks'      => $blocks,
			'number'      => Rows::NUMBER,
			'title'       => __( 'WBL posting', 'wbl-feed' ),
			'look'        => __( 'Show what to fix', 'wbl-feed' ),
			'unfinished'  => __( 'This day or time is not complete. Complete it or clear it.', 'wbl-feed' ),
			'unreachable' => __( 'The posting could not be checked just now. It is checked again when you save it.', 'wbl-feed' ),
		);
		wp_add_inline_script( 'wbl-feed-panel', 'window.wblFeedPanel = ' . wp_json_encode( $settings, JSON_HEX_TAG ) . ';', 'before' );
	}

	/**
	 * Prints the panel.
	 *
	 * @param \WP_Post $post The post.
	 */
	public static function show( \WP_Post $post ): void {
		$new     = 'auto-draft' === $post->post_status;
		$posting = Own_Postings::posting( $post->ID );
		if ( $new && ! isset( $posting->status ) ) {
			$posting->status = 'open';
		}
		$whole    = Draft::posting( $posting, $post );
		$findings = new Findings( $new ? array() : Publishing::notices( $whole, $post->ID ) );
		$controls = new Controls( $findings );
		printf( '<div class="wbl-panel" data-post="%d">', (int) $post->ID );
		wp_nonce_field( self::NONCE . $post->ID, self::NONCE, false );
		printf( '<p>%s</p>', esc_html__( 'The title, the text and the excerpt of this post are title, description and summary of the posting. Everything else is here. Leave empty what you do not know: only what is marked as required must be filled in.', 'wbl-feed' ) );
		printf(
			'<div class="wbl-summary"><p class="wbl-verdict" role="status">%s</p><div class="wbl-list">%s</div><p class="wbl-useful">%s</p></div>',
			esc_html( $new ? '' : $findings->verdict( $post->ID ) ),
			$new ? '' : $findings->list_html(), // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- made of escaped parts.
			Useful::html( $whole ) // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- made of escaped parts.
		);
		foreach ( Fields::groups() as $number => list( $title, $fields ) ) {
			printf( '<details class="wbl-group"%s><summary>%s</summary><div class="wbl-fields">', 0 === $number || self::filled( $fields, $posting ) ? ' open' : '', esc_html( $title ) );
			foreach ( $fields as $pointer => $field ) {
				$controls->show( $field, $pointer, Json::at( $posting, $pointer ) );
			}
			echo '</div></details>';
		}
		printf( '<input type="hidden" name="%s" value="1"></div>', esc_attr( self::LAST ) );
	}

	/**
	 * Saves what came from the panel.
	 *
	 * @param int $post_id The post.
	 */
	public static function save( $post_id ): void {
		$nonce = isset( $_POST[ self::NONCE ] ) ? sanitize_text_field( wp_unslash( $_POST[ self::NONCE ] ) ) : '';
		if ( ! wp_verify_nonce( $nonce, self::NONCE . $post_id ) || ! current_user_can( 'edit_post', $post_id ) ) {
			return;
		}
		if ( ( defined( 'DOING_AUTOSAVE' ) && DOING_AUTOSAVE ) || wp_is_post_revision( $post_id ) ) {
			return;
		}
		if ( ! isset( $_POST[ self::LAST ], $_POST['wbl'] ) ) {
			add_filter(
				'redirect_post_location',
				static function ( $location ) {
					return add_query_arg( 'wbl_incomplete', '1', $location );
				}
			);
			return;
		}
		// Each text is cleaned by the kind of its field: see Value.
		$form = new Form( wp_unslash( $_POST['wbl'] ), Own_Postings::posting( $post_id ) ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized
		Own_Postings::store( $post_id, Form::with_currency( $form->posting() ) );
	}

	/**
	 * Says that the panel was not saved because its form did not come whole.
	 */
	public static function tell_incomplete(): void {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- it only chooses a text.
		if ( isset( $_GET['wbl_incomplete'] ) && Posting_Type::NAME === get_current_screen()->post_type ) {
			printf(
				'<div class="notice notice-error"><p>%s</p></div>',
				esc_html__( 'The fields of the posting were not saved, because the server cut off the form. Ask your host to raise the PHP setting max_input_vars, or fill in fewer rows at once.', 'wbl-feed' )
			);
		}
	}

	/**
	 * Whether a posting says anything in some fields.
	 *
	 * @param Field[]   $fields  Fields.
	 * @param \stdClass $posting A posting.
	 */
	private static function filled( array $fields, \stdClass $posting ): bool {
		foreach ( array_keys( $fields ) as $pointer ) {
			if ( null !== Json::at( $posting, $pointer ) ) {
				return true;
			}
		}
		return false;
	}
}
