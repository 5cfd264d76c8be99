<?php
/**
 * The list of postings: what it shows, and how it is sorted.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Ledger;
use WblFeed\Feed\Settings;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;
use WblFeed\Standard\Json;
use WblFeed\Standard\Time;
use WblFeed\Standard\Vocabularies;

/**
 * Columns of the list.
 */
final class List_Table {

	/** The meta that a column is sorted by. */
	const SORTED_BY = array(
		'wbl_deadline' => '_wbl_deadline',
		'wbl_verified' => '_wbl_last_verified',
	);

	/**
	 * Hooks the columns, and with them the filters, into WordPress.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_filter( 'manage_wbl_posting_posts_columns', array( self::class, 'columns' ) );
		add_action( 'manage_wbl_posting_posts_custom_column', array( self::class, 'show' ), 10, 2 );
		add_filter( 'manage_edit-wbl_posting_sortable_columns', array( self::class, 'sortable' ) );
		add_filter( 'default_hidden_columns', array( self::class, 'hidden' ), 10, 2 );
		add_filter( 'posts_clauses', array( self::class, 'sort' ), 10, 2 );
		add_action( 'admin_print_styles-edit.php', array( self::class, 'enqueue' ) );
		List_Filters::register();
	}

	/**
	 * The style of the list.
	 *
	 * @return void
	 */
	public static function enqueue(): void {
		if ( Posting_Type::NAME === get_current_screen()->post_type ) {
			wp_enqueue_style( 'wbl-feed-admin', plugins_url( 'assets/admin.css', WBL_FEED_FILE ), array(), WBL_FEED_VERSION );
		}
	}

	/**
	 * The columns, ours before the date.
	 *
	 * @param string[] $columns Heading by name.
	 * @return string[]
	 */
	public static function columns( $columns ) {
		$own    = array(
			'wbl_status'   => __( 'Status', 'wbl-feed' ),
			'wbl_activity' => __( 'Activity', 'wbl-feed' ),
			'wbl_deadline' => __( 'Deadline', 'wbl-feed' ),
			'wbl_verified' => __( 'Last verified', 'wbl-feed' ),
			'wbl_feed'     => __( 'In the feed', 'wbl-feed' ),
		);
		$before = array_diff_key( $columns, array( 'date' => 1 ) );
		return array_merge( $before, $own, array_intersect_key( $columns, array( 'date' => 1 ) ) );
	}

	/**
	 * The columns that can be sorted.
	 *
	 * @param array $columns Order by name.
	 * @return array
	 */
	public static function sortable( $columns ) {
		foreach ( array_keys( self::SORTED_BY ) as $name ) {
			$columns[ $name ] = array( $name, false );
		}
		return $columns;
	}

	/**
	 * Hides the author until somebody asks for it (Screen Options), so that there is room for the rest.
	 *
	 * @param string[]   $columns Names of hidden columns.
	 * @param \WP_Screen $screen  The screen.
	 * @return string[]
	 */
	public static function hidden( $columns, $screen ) {
		return 'edit-wbl_posting' === $screen->id ? array_merge( $columns, array( 'author' ) ) : $columns;
	}

	/**
	 * Sorts the list by a meta; postings without it come last in both directions.
	 *
	 * @param string[]  $clauses Parts of the SQL.
	 * @param \WP_Query $query   The query.
	 * @return string[]
	 */
	public static function sort( $clauses, $query ) {
		global $wpdb;
		$by = $query->get( 'orderby' );
		if ( ! is_admin() || ! $query->is_main_query() || Posting_Type::NAME !== $query->get( 'post_type' ) || ! is_string( $by ) || ! isset( self::SORTED_BY[ $by ] ) ) {
			return $clauses;
		}
		$direction           = 'DESC' === strtoupper( (string) $query->get( 'order' ) ) ? 'DESC' : 'ASC';
		$clauses['join']    .= $wpdb->prepare( " LEFT JOIN {$wpdb->postmeta} AS wbl_sorted ON wbl_sorted.post_id = {$wpdb->posts}.ID AND wbl_sorted.meta_key = %s", self::SORTED_BY[ $by ] );
		$clauses['orderby']  = "wbl_sorted.meta_value IS NULL, wbl_sorted.meta_value $direction, {$wpdb->posts}.ID $direction";
		$clauses['distinct'] = '';
		return $clauses;
	}

	/**
	 * Prints a cell.
	 *
	 * @param string $column  Name of the column.
	 * @param int    $post_id The posting.
	 * @return void
	 */
	public static function show( $column, $post_id ): void {
		$posting = Own_Postings::posting( (int) $post_id );
		switch ( $column ) {
			case 'wbl_status':
				self::show_code( '/status', $posting->status ?? '' );
				break;
			case 'wbl_activity':
				self::show_code( '/activityType', $posting->activityType ?? '' ); // phpcs:ignore WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase
				break;
			case 'wbl_deadline':
				self::show_deadline( (int) $post_id, $posting );
				break;
			case 'wbl_verified':
				self::show_day( (string) get_post_meta( $post_id, '_wbl_last_verified', true ), __( 'never', 'wbl-feed' ) );
				break;
			case 'wbl_feed':
				self::show_feed( (int) $post_id );
				break;
		}
	}

	/**
	 * Prints the label of a code.
	 *
	 * @param string $pointer The member whose vocabulary it is of.
	 * @param mixed  $code    The code, or empty.
	 * @return void
	 */
	private static function show_code( string $pointer, $code ): void {
		if ( is_string( $code ) && '' !== $code ) {
			echo esc_html( Vocabularies::label( $pointer, $code, get_user_locale(), Settings::profiles() ) );
		} else {
			self::show_nothing( __( 'not stated', 'wbl-feed' ) );
		}
	}

	/**
	 * Prints a dash, and for screen readers what it stands for.
	 *
	 * @param string $meaning What it stands for.
	 * @return void
	 */
	private static function show_nothing( string $meaning ): void {
		printf( '<span aria-hidden="true">—</span><span class="screen-reader-text">%s</span>', esc_html( $meaning ) );
	}

	/**
	 * Prints a day, and how far it is from today.
	 *
	 * @param string $day     A civil date, or empty.
	 * @param string $without What is meant when it is empty.
	 * @param string $words   How far it is, where other words fit better than those of Days.
	 * @return void
	 */
	private static function show_day( string $day, string $without, string $words = '' ): void {
		if ( ! preg_match( '/^\d{4}-\d{2}-\d{2}$/D', $day ) ) {
			self::show_nothing( $without );
			return;
		}
		$shown = wp_date( get_option( 'date_format' ), (int) strtotime( "$day 12:00 UTC" ), new \DateTimeZone( 'UTC' ) );
		printf( '%s<br><span class="wbl-words">%s</span>', esc_html( (string) $shown ), esc_html( '' === $words ? Days::words( self::days_until( $day ) ) : $words ) );
	}

	/**
	 * How many days from today a day is, in the time zone of the postings.
	 *
	 * @param string $day A civil date.
	 */
	private static function days_until( string $day ): int {
		$today = Time::day( Clock::now(), Settings::time_zone() );
		return (int) round( ( strtotime( "$day UTC" ) - strtotime( "$today UTC" ) ) / DAY_IN_SECONDS );
	}

	/**
	 * Prints the deadline.
	 *
	 * @param int       $post_id The posting's post.
	 * @param \stdClass $posting The posting.
	 * @return void
	 */
	private static function show_deadline( int $post_id, \stdClass $posting ): void {
		$day = (string) get_post_meta( $post_id, '_wbl_deadline', true );
		if ( '' === $day && true === ( $posting->rolling ?? false ) ) {
			esc_html_e( 'Until the places are filled', 'wbl-feed' );
			return;
		}
		$days = preg_match( '/^\d{4}-\d{2}-\d{2}$/D', $day ) ? self::days_until( $day ) : 0;
		self::show_day( $day, __( 'no deadline', 'wbl-feed' ), $days < 0 ? Days::closed( -$days ) : '' );
	}

	/**
	 * Prints whether the posting is in the feed, and if not, why.
	 *
	 * @param int $post_id The posting's post.
	 * @return void
	 */
	private static function show_feed( int $post_id ): void {
		$row      = Ledger::shown( $post_id );
		$in_it    = $row && 0 === $row->deleted;
		$problems = Problems::of( $post_id );
		$link     = get_edit_post_link( $post_id );
		if ( ! Settings::ready() ) {
			esc_html_e( 'Not yet: the feed is not set up.', 'wbl-feed' );
		} elseif ( $problems ) {
			printf( '<span class="wbl-warn">%s</span> %s', esc_html( self::standing( $in_it, $problems[0]->stops() ) ), esc_html( Problems::words( $problems[0] ) ) );
			if ( $link ) {
				printf( ' <a href="%s">%s <span class="screen-reader-text">%s</span></a>', esc_url( $link ), esc_html__( 'Fix it', 'wbl-feed' ), esc_html( Problems::title( get_post( $post_id ) ) ) );
			}
		} elseif ( $in_it && 'closed' === Json::parse( $row->item )->status ) {
			esc_html_e( 'Yes, as closed', 'wbl-feed' );
		} elseif ( $in_it ) {
			esc_html_e( 'Yes', 'wbl-feed' );
		} elseif ( 'publish' === get_post_status( $post_id ) ) {
			self::show_absent( $post_id );
		} else {
			esc_html_e( 'No: it is not published.', 'wbl-feed' );
		}
	}

	/**
	 * How a posting with an error stands.
	 *
	 * @param bool $in_it Whether it is in the feed.
	 * @param bool $stops Whether its error keeps the present version out.
	 */
	private static function standing( bool $in_it, bool $stops ): string {
		if ( ! $in_it ) {
			return __( 'Not yet:', 'wbl-feed' );
		}
		return $stops ? __( 'As it was before this mistake:', 'wbl-feed' ) : __( 'Yes, but:', 'wbl-feed' );
	}

	/**
	 * Prints why a sound and published posting is not in the feed.
	 *
	 * @param int $post_id The posting's post.
	 * @return void
	 */
	private static function show_absent( int $post_id ): void {
		$posting = Own_Postings::posting( $post_id );
		$day     = (string) get_post_meta( $post_id, '_wbl_deadline', true );
		if ( post_password_required( $post_id ) || '' !== get_post( $post_id )->post_password ) {
			esc_html_e( 'No: it has a password.', 'wbl-feed' );
		} elseif ( in_array( $posting->status ?? '', array( 'closed', 'filled' ), true ) ) {
			esc_html_e( 'No: it is over. Readers were told.', 'wbl-feed' );
		} elseif ( ! Settings::get()['own'] ) {
			esc_html_e( 'No: these postings are not published (see settings).', 'wbl-feed' );
		} elseif ( preg_match( '/^\d{4}-\d{2}-\d{2}$/D', $day ) && self::days_until( $day ) < -89 ) {
			esc_html_e( 'No: it has been over for more than 90 days.', 'wbl-feed' );
		} else {
			esc_html_e( 'No', 'wbl-feed' );
		}
	}
}
