<?php
/**
 * The questions of the setup screen.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Settings;
use WblFeed\Standard\Profile;
use WblFeed\Standard\Vocabularies;

/**
 * Prints the form: who are you, licence, what to publish, and further settings.
 */
final class Setup_Questions {

	/** Fields of the part that is folded up. */
	const FURTHER = array( 'reminder_email', 'reminder_days', 'contacts', 'hub', 'delete_data' );

	/**
	 * What each field is called.
	 *
	 * @return array<string, string> Label by field.
	 */
	public static function labels(): array {
		return array(
			'name'           => __( 'Name of your network, board or school', 'wbl-feed' ),
			'url'            => __( 'Home page', 'wbl-feed' ),
			'email'          => __( 'Email address for questions', 'wbl-feed' ),
			'profile'        => __( 'State whose rules and programs apply', 'wbl-feed' ),
			'regions'        => __( 'Regions', 'wbl-feed' ),
			'time_zone'      => __( 'Time zone', 'wbl-feed' ),
			'license'        => __( 'License', 'wbl-feed' ),
			'license_other'  => __( 'Address of that license', 'wbl-feed' ),
			'attribution'    => __( 'How to credit you', 'wbl-feed' ),
			'sources'        => __( 'What to publish', 'wbl-feed' ),
			'own'            => __( 'Postings written here, under “WBL postings”', 'wbl-feed' ),
			'job_manager'    => __( 'Listings of WP Job Manager', 'wbl-feed' ),
			'reminder_email' => __( 'Email address for reminders', 'wbl-feed' ),
			'reminder_days'  => __( 'Days after which a posting should be verified again', 'wbl-feed' ),
			'contacts'       => __( 'Publish the names of contact persons', 'wbl-feed' ),
			'hub'            => __( 'Address of a statewide collection', 'wbl-feed' ),
			'delete_data'    => __( 'Delete all its data with it: every posting written under “WBL postings”, these settings, and the record of what was published', 'wbl-feed' ),
		);
	}

	/**
	 * Prints the form.
	 *
	 * @param Setup_Form $form Values and errors.
	 * @return void
	 */
	public static function show( Setup_Form $form ): void {
		$fields = new Fields( $form, self::labels() );
		printf( '<form method="post" action="%s" class="wbl-form" novalidate>', esc_url( Setup_Screen::address() ) );
		wp_nonce_field( Setup_Screen::SAVE );
		self::who( $fields, $form );
		self::license( $fields, $form );
		self::sources( $fields, $form );
		self::further( $fields, $form );
		printf( '<p class="submit"><button type="submit" class="button button-primary button-hero">%s</button></p></form>', esc_html__( 'Save and check the feed', 'wbl-feed' ) );
	}

	/**
	 * The element that a link to a field's error leads to.
	 *
	 * @param string $field Name of the field.
	 */
	public static function anchor( string $field ): string {
		$groups = array(
			'license' => 'license-CC0-1-0',
			'sources' => 'own',
			'regions' => 'regions',
		);
		return $groups[ $field ] ?? $field;
	}

	/**
	 * Begins a part of the form.
	 *
	 * @param string $title  Its heading.
	 * @param string $intro  Plain text below it.
	 * @param string $class  Class of the element.
	 * @return void
	 */
	private static function begin( string $title, string $intro, string $class = 'wbl-card' ): void {
		printf( '<fieldset class="%s"><legend><h2>%s</h2></legend><p>%s</p>', esc_attr( $class ), esc_html( $title ), esc_html( $intro ) );
	}

	/**
	 * First question.
	 *
	 * @param Fields     $fields Prints fields.
	 * @param Setup_Form $form   Values and errors.
	 * @return void
	 */
	private static function who( Fields $fields, Setup_Form $form ): void {
		self::begin( __( '1. Who are you?', 'wbl-feed' ), __( 'This is shown beside your postings wherever they appear.', 'wbl-feed' ) );
		$fields->text( 'name', '', array( 'required' => 'required', 'maxlength' => '200' ) );
		$fields->text( 'url', '', array( 'type' => 'url', 'class' => 'regular-text code' ) );
		$fields->text( 'email', __( 'It is public. Use the address of an office or a role, such as internships@example.org, rather than a person’s; never a student’s.', 'wbl-feed' ), array( 'type' => 'email', 'autocomplete' => 'off' ) );
		$states = array( '' => __( 'None of these', 'wbl-feed' ) );
		foreach ( Profile::names() as $name ) {
			$states[ $name ] = Profile::named( $name )->title;
		}
		$fields->select( 'profile', __( 'It adds the state’s programs and regions to the forms, and checks postings against its limits for wages and the hours of minors.', 'wbl-feed' ), $states );
		self::regions( $fields );
		self::time_zone( $fields, $form );
		echo '</fieldset>';
	}

	/**
	 * The regions of each profile, a list for each vocabulary. Script shows those of the chosen state alone.
	 *
	 * @param Fields $fields Prints fields.
	 * @return void
	 */
	private static function regions( Fields $fields ): void {
		echo '<div id="wbl-regions" tabindex="-1">';
		foreach ( Profile::names() as $name ) {
			$profile = Profile::named( $name );
			foreach ( $profile->vocabularies() as $vocabulary ) {
				if ( '/regions' !== $vocabulary->field ) {
					continue;
				}
				$labels = array();
				foreach ( $vocabulary->terms as $term ) {
					$labels[ $term->code ] = Vocabularies::label( '/regions', $term->code, get_user_locale(), array( $name ) );
				}
				printf(
					'<fieldset class="wbl-terms" data-wbl-profile="%s"><legend>%s</legend>',
					esc_attr( $name ),
					/* translators: 1: name of a state, 2: name of a list of regions. */
					esc_html( sprintf( __( '%1$s: which is yours? (%2$s)', 'wbl-feed' ), $profile->title, $vocabulary->title ) )
				);
				$fields->terms( 'regions', $labels );
				echo '</fieldset>';
			}
		}
		echo '</div>';
	}

	/**
	 * The time zone.
	 *
	 * @param Fields     $fields Prints fields.
	 * @param Setup_Form $form   Values and errors.
	 * @return void
	 */
	private static function time_zone( Fields $fields, Setup_Form $form ): void {
		$site = Setup_Form::site_time_zone();
		/* translators: %s: name of a time zone. */
		$own     = sprintf( __( 'Time zone of this site: %s', 'wbl-feed' ), $site );
		$choices = array( '' => '' === $site ? __( 'Choose…', 'wbl-feed' ) : $own );
		$names   = timezone_identifiers_list();
		if ( '' !== $form->values['time_zone'] ) {
			$names[] = $form->values['time_zone'];
		}
		foreach ( array_unique( $names ) as $name ) {
			$choices[ $name ] = str_replace( '_', ' ', $name );
		}
		$hint = '' === $site
			? __( 'A deadline ends at midnight in this time zone. Your site has only a number of hours, which does not say when clocks change.', 'wbl-feed' )
			: __( 'A deadline ends at midnight in this time zone.', 'wbl-feed' );
		$fields->select( 'time_zone', $hint, $choices );
	}

	/**
	 * Second question.
	 *
	 * @param Fields     $fields Prints fields.
	 * @param Setup_Form $form   Values and errors.
	 * @return void
	 */
	private static function license( Fields $fields, Setup_Form $form ): void {
		self::begin( __( '2. What may others do with your postings?', 'wbl-feed' ), __( 'Other sites show your postings, and may put them into lists of the whole state. The license says on what terms. It is your decision, so none is chosen for you.', 'wbl-feed' ) );
		printf( '<div role="radiogroup" aria-label="%s" aria-required="true">', esc_attr( self::labels()['license'] ) );
		$fields->radio( 'license', 'CC0-1.0', __( 'CC0 1.0: no conditions', 'wbl-feed' ), __( 'Anybody may use the postings for anything, without naming you. Simplest for all.', 'wbl-feed' ) );
		$fields->radio( 'license', 'CC-BY-4.0', __( 'CC BY 4.0: with credit', 'wbl-feed' ), __( 'Anybody may use the postings if they name you and link to you.', 'wbl-feed' ) );
		$fields->radio( 'license', 'CC-BY-SA-4.0', __( 'CC BY-SA 4.0: with credit, on the same terms', 'wbl-feed' ), __( 'As above, and whoever changes the texts must pass them on under this license too.', 'wbl-feed' ) );
		$fields->radio( 'license', 'other', __( 'Another license, or your own terms', 'wbl-feed' ), __( 'Readers that do not know your terms may show only facts (title, employer, dates, place) and a link to your page: not your descriptions, pictures or notes. Your postings are then found less often.', 'wbl-feed' ) );
		echo '</div>';
		$fields->error( 'license' );
		echo '<div class="wbl-indent">';
		$fields->text( 'license_other', '', array( 'type' => 'url', 'class' => 'regular-text code' ) );
		echo '</div>';
		$fields->text( 'attribution', __( 'Shown with a link to you. If you leave it empty, your name is shown.', 'wbl-feed' ), array( 'maxlength' => '300', 'placeholder' => $form->values['name'] ) );
		echo '</fieldset>';
	}

	/**
	 * Third question.
	 *
	 * @param Fields     $fields Prints fields.
	 * @param Setup_Form $form   Values and errors.
	 * @return void
	 */
	private static function sources( Fields $fields, Setup_Form $form ): void {
		self::begin( __( '3. What should be published?', 'wbl-feed' ), __( 'Only what visitors can read: no drafts, no private posts, none with a password.', 'wbl-feed' ) );
		$fields->checkbox( 'own', __( 'A form with every field, checked as you type.', 'wbl-feed' ) );
		if ( post_type_exists( 'job_listing' ) || $form->values['job_manager'] ) {
			$fields->checkbox( 'job_manager', __( 'They stay where they are; the feed follows them.', 'wbl-feed' ) );
		}
		$fields->error( 'sources' );
		self::show_mapped();
		printf(
			'<p><a href="%s">%s</a></p></fieldset>',
			esc_url( Setup_Screen::address( array( 'page' => 'wbl-feed-mapping' ) ) ),
			esc_html__( 'Publish another kind of post that this site already has', 'wbl-feed' )
		);
	}

	/**
	 * Links to the mappings of the kinds of post that are published.
	 *
	 * @return void
	 */
	private static function show_mapped(): void {
		$links = array();
		foreach ( array_keys( array_diff_key( Settings::get()['mappings'], array( 'job_listing' => true ) ) ) as $type ) {
			$object = get_post_type_object( $type );
			if ( $object ) {
				$links[] = sprintf( '<a href="%s">%s</a>', esc_url( Setup_Screen::address( array( 'page' => 'wbl-feed-mapping', 'type' => $type ) ) ), esc_html( $object->labels->name ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
			}
		}
		if ( $links ) {
			/* translators: %s: names of kinds of post. */
			printf( '<p>%s</p>', sprintf( esc_html__( 'Also published: %s', 'wbl-feed' ), implode( ', ', $links ) ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- made of escaped parts.
		}
	}

	/**
	 * Further settings, folded up.
	 *
	 * @param Fields     $fields Prints fields.
	 * @param Setup_Form $form   Values and errors.
	 * @return void
	 */
	private static function further( Fields $fields, Setup_Form $form ): void {
		$open = array_intersect( self::FURTHER, array_keys( $form->errors ) );
		printf( '<details class="wbl-card"%s><summary><h2>%s</h2></summary>', $open ? ' open' : '', esc_html__( 'More settings', 'wbl-feed' ) );
		printf( '<h3>%s</h3>', esc_html__( 'Reminders', 'wbl-feed' ) );
		$fields->text( 'reminder_email', __( 'It gets one email, at most once a day, when a posting has something to fix, is past its deadline, or has not been verified for a long time. Leave it empty for no reminders.', 'wbl-feed' ), array( 'type' => 'email', 'autocomplete' => 'off' ) );
		$fields->text( 'reminder_days', '', array( 'type' => 'number', 'class' => 'small-text', 'min' => '1', 'max' => '999' ) );
		printf( '<h3>%s</h3>', esc_html__( 'Privacy', 'wbl-feed' ) );
		$fields->checkbox( 'contacts', __( 'Without this, a contact is a role and an email address. Check it only if everybody who is named agrees. Never name a student.', 'wbl-feed' ) );
		printf( '<h3>%s</h3>', esc_html__( 'Postings of the whole state', 'wbl-feed' ) );
		$fields->text( 'hub', __( 'Needed only for the block that shows postings of other networks. By entering it you agree that this site fetches postings from that address, at most every 15 minutes for each list that you show. Nothing about your visitors is sent, only what any web server sees of another: the addresses of this server and this site. Empty: no such request is ever made.', 'wbl-feed' ), array( 'type' => 'url', 'class' => 'regular-text code' ) );
		printf( '<h3>%s</h3>', esc_html__( 'When the plugin is deleted', 'wbl-feed' ) );
		$fields->checkbox( 'delete_data', __( 'This cannot be undone. If it is not checked, everything stays and is there again when the plugin comes back.', 'wbl-feed' ) );
		echo '</details>';
	}
}
