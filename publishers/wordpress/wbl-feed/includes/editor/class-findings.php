<?php
/**
 * What is wrong with a posting, beside the fields of the panel.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Feed\Ledger;
use WblFeed\Standard\Notice;

defined( 'ABSPATH' ) || exit;

/**
 * The notices of a posting by the field at which they are shown, in words that say what to do there.
 */
final class Findings {

	/**
	 * Lists of notices by the pointer of the field in the form; under an empty one what has no field.
	 *
	 * @var array
	 */
	private $by_field = array();

	/**
	 * Notices of a posting.
	 *
	 * @param Notice[]  $notices What is wrong with it.
	 * @param Form|null $form    The form that it came from; rows of a stored posting stand in the form as they are.
	 */
	public function __construct( array $notices, ?Form $form = null ) {
		foreach ( $notices as $notice ) {
			$pointer = $form ? $form->pointer( $notice->pointer ) : $notice->pointer;
			$this->by_field[ self::field_at( $pointer ) ][] = $notice;
		}
	}

	/**
	 * Pointers of the fields that have notices.
	 *
	 * @return string[]
	 */
	public function fields(): array {
		return array_values( array_filter( array_keys( $this->by_field ), 'strlen' ) );
	}

	/**
	 * Whether a field has a notice of an error.
	 *
	 * @param string $pointer Pointer of the field in the form.
	 */
	public function wrong( string $pointer ): bool {
		return in_array( 'error', array_column( $this->by_field[ $pointer ] ?? array(), 'severity' ), true );
	}

	/**
	 * Whether nothing keeps the posting out of the feed.
	 */
	public function conforming(): bool {
		foreach ( $this->by_field as $notices ) {
			foreach ( $notices as $notice ) {
				if ( $notice->stops() ) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * The notices of one field, as HTML.
	 *
	 * @param string $pointer Pointer of the field in the form.
	 */
	public function html( string $pointer ): string {
		$html = '';
		foreach ( $this->by_field[ $pointer ] ?? array() as $notice ) {
			$html .= sprintf(
				'<p class="wbl-notice wbl-%s"><strong>%s</strong> %s</p>',
				esc_attr( $notice->severity ),
				esc_html( self::severity( $notice ) ),
				esc_html( Sentences::of( $notice, Fields::at( $pointer ) ) )
			);
		}
		return $html;
	}

	/**
	 * The verdict in one sentence.
	 *
	 * @param int $post_id The post of the posting.
	 */
	public function verdict( int $post_id ): string {
		if ( $this->conforming() ) {
			return __( 'Nothing in this posting keeps it out of the feed.', 'wbl-feed' );
		}
		$row = Ledger::shown( $post_id );
		if ( $row && 0 === $row->deleted ) {
			return __( 'The feed keeps this posting as it was before. Fix what is marked as a mistake to update it:', 'wbl-feed' );
		}
		return __( 'This posting cannot be in the feed yet. Fix what is marked as a mistake:', 'wbl-feed' );
	}

	/**
	 * All notices as a list of links to their fields, mistakes first, as HTML; empty if there are none.
	 */
	public function list_html(): string {
		$items = array(
			'error'   => '',
			'warning' => '',
			'info'    => '',
		);
		foreach ( $this->by_field as $pointer => $notices ) {
			$field = Fields::at( $pointer );
			foreach ( $notices as $notice ) {
				$text = esc_html( Sentences::of( $notice, $field ) );
				if ( $field ) {
					$text = sprintf( '<a href="#%s">%s</a>: %s', esc_attr( Controls::id( $pointer ) ), esc_html( $field->label ), $text );
				}
				$items[ $notice->severity ] .= sprintf( '<li class="wbl-%s"><strong>%s</strong> %s</li>', esc_attr( $notice->severity ), esc_html( self::severity( $notice ) ), $text );
			}
		}
		$items = implode( '', $items );
		return '' === $items ? '' : "<ul>$items</ul>";
	}

	/**
	 * How much a notice weighs, in a word.
	 *
	 * @param Notice $notice A notice.
	 */
	public static function severity( Notice $notice ): string {
		switch ( $notice->severity ) {
			case 'error':
				return __( 'Mistake:', 'wbl-feed' );
			case 'warning':
				return __( 'Please check:', 'wbl-feed' );
			default:
				return __( 'Hint:', 'wbl-feed' );
		}
	}

	/**
	 * The field that stands for a place in the posting: the one that has it, else the first one within it, else the nearest
	 * one around it; empty if there is none.
	 *
	 * @param string $pointer A pointer as the form has it.
	 */
	private static function field_at( string $pointer ): string {
		for ( ; '' !== $pointer; $pointer = substr( $pointer, 0, (int) strrpos( $pointer, '/' ) ) ) {
			if ( Fields::at( $pointer ) ) {
				return $pointer;
			}
			$within = Fields::first_within( $pointer );
			if ( '' !== $within ) {
				return $within;
			}
		}
		return '';
	}
}
