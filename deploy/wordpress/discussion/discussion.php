<?php
/**
 * Plugin Name: Discussion
 * Description: Comments by your Discussion server in place of WordPress' own, for readers who are signed in here.
 * Version: 0.1.0
 * Requires at least: 6.0
 * Requires PHP: 7.4
 * License: Apache-2.0
 * Text Domain: discussion
 *
 * @package Discussion
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

// WordPress includes the template of the comments, and template() names this very file: the second time it is read it
// prints. The class stands inside the branch, since PHP would else declare it before it looks at the condition.
if ( class_exists( 'Discussion_Plugin', false ) ) {
	Discussion_Plugin::show();
} else {

	/**
	 * Everything that the plug-in does; start() at the end of the file hooks it in.
	 */
	final class Discussion_Plugin {
		const OPTION  = 'discussion_settings';
		const PAGE    = 'discussion';
		const SAVE    = 'discussion_save';
		const SECONDS = 900;
		// What HMAC-SHA256 needs, and what the server makes.
		const SHORTEST_SECRET = 32;

		/** @var bool Whether a number of comments was marked on this page, for count.js to fill. */
		private static $marked = false;

		public static function start() {
			add_action( 'admin_menu', array( __CLASS__, 'add_page' ) );
			add_action( 'admin_post_' . self::SAVE, array( __CLASS__, 'save' ) );
			add_action( 'rest_api_init', array( __CLASS__, 'add_route' ) );
			if ( ! self::is_ready() ) {
				return;
			}
			add_filter( 'comments_template', array( __CLASS__, 'template' ), 100 );
			add_filter( 'render_block_core/comments', array( __CLASS__, 'block' ), 100 );
			add_filter( 'get_comments_number', array( __CLASS__, 'number' ), 100 );
			add_filter( 'comments_number', array( __CLASS__, 'mark' ), 100 );
			add_filter( 'respond_link', array( __CLASS__, 'link' ), 100, 2 );
			add_action( 'wp_footer', array( __CLASS__, 'count' ) );
			// Nothing is taken beside the discussion: what came in here would be judged by nobody.
			add_action( 'pre_comment_on_post', array( __CLASS__, 'refuse' ) );
			// Every other road: trackbacks, pingbacks, XML-RPC.
			add_filter( 'preprocess_comment', array( __CLASS__, 'refuse' ) );
			add_filter( 'pings_open', '__return_false' );
			add_filter( 'rest_pre_insert_comment', array( __CLASS__, 'refuse_rest' ) );
		}

		/* --- Settings ------------------------------------------------------------------------------------- */

		/**
		 * Return one setting. A constant in wp-config.php goes before what the page has stored, so that the secret need
		 * not stand in the database.
		 *
		 * @param string $name One of server, site, kid, secret.
		 * @return string
		 */
		private static function setting( $name ) {
			$constant = 'DISCUSSION_' . strtoupper( $name );
			if ( defined( $constant ) ) {
				return (string) constant( $constant );
			}
			$stored = get_option( self::OPTION, array() );
			return isset( $stored[ $name ] ) ? (string) $stored[ $name ] : '';
		}

		private static function is_ready() {
			return self::setting( 'server' ) !== '' && self::setting( 'site' ) !== '';
		}

		private static function can_sign() {
			return strlen( self::setting( 'secret' ) ) >= self::SHORTEST_SECRET;
		}

		public static function add_page() {
			add_options_page( 'Discussion', 'Discussion', 'manage_options', self::PAGE, array( __CLASS__, 'page' ) );
		}

		/** Print the settings; the secret is never among what is printed. */
		public static function page() {
			if ( ! current_user_can( 'manage_options' ) ) {
				return;
			}
			$fields = array(
				'server' => array( __( 'Server', 'discussion' ), 'url', __( 'like https://comments.example.org', 'discussion' ) ),
				'site'   => array( __( 'Site', 'discussion' ), 'text', __( 'the slug of this publication on the server', 'discussion' ) ),
				'kid'    => array( __( 'Key', 'discussion' ), 'text', __( 'the name (kid) of the key that signs', 'discussion' ) ),
				'secret' => array( __( 'Secret', 'discussion' ), 'password', self::can_sign() ? __( 'A secret is stored. Leave this empty to keep it.', 'discussion' ) : __( 'Without one, readers can only read.', 'discussion' ) ),
			);
			echo '<div class="wrap"><h1>' . esc_html__( 'Discussion', 'discussion' ) . '</h1>';
			echo '<form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '">';
			echo '<input type="hidden" name="action" value="' . esc_attr( self::SAVE ) . '">';
			wp_nonce_field( self::SAVE );
			echo '<table class="form-table" role="presentation">';
			foreach ( $fields as $name => $field ) {
				self::row( $name, $field[0], $field[1], $field[2] );
			}
			echo '</table><p class="submit"><button class="button button-primary">' . esc_html__( 'Save', 'discussion' ) . '</button></p></form></div>';
		}

		private static function row( $name, $label, $type, $help ) {
			$fixed = defined( 'DISCUSSION_' . strtoupper( $name ) );
			$value = 'secret' === $name ? '' : self::setting( $name );
			printf(
				'<tr><th scope="row"><label for="discussion-%1$s">%2$s</label></th><td><input class="regular-text" id="discussion-%1$s" name="%1$s" type="%3$s" value="%4$s" autocomplete="off"%5$s><p class="description">%6$s</p></td></tr>',
				esc_attr( $name ),
				esc_html( $label ),
				esc_attr( $type ),
				esc_attr( $value ),
				$fixed ? ' disabled' : '',
				esc_html( $fixed ? __( 'Set in wp-config.php.', 'discussion' ) : $help )
			);
		}

		/** Store what the page has sent, if it came from there and from somebody who may. */
		public static function save() {
			if ( ! current_user_can( 'manage_options' ) ) {
				wp_die( esc_html__( 'You may not change these settings.', 'discussion' ), '', array( 'response' => 403 ) );
			}
			check_admin_referer( self::SAVE );
			$stored = get_option( self::OPTION, array() );
			$sent   = array();
			foreach ( array( 'server', 'site', 'kid', 'secret' ) as $name ) {
				$sent[ $name ] = isset( $_POST[ $name ] ) && is_string( $_POST[ $name ] ) ? trim( wp_unslash( $_POST[ $name ] ) ) : '';
			}
			$stored['server'] = self::server( $sent['server'] );
			$stored['site']   = sanitize_title( $sent['site'] );
			$stored['kid']    = preg_replace( '/[^A-Za-z0-9._-]/', '', $sent['kid'] );
			if ( strlen( $sent['secret'] ) >= self::SHORTEST_SECRET ) {
				$stored['secret'] = $sent['secret'];
			}
			// Not loaded with every page: only the settings page and who is signed in need it.
			update_option( self::OPTION, $stored, false );
			wp_safe_redirect( admin_url( 'options-general.php?page=' . self::PAGE ) );
			exit;
		}

		/** Return the origin of an address on the web, empty for anything else. */
		private static function server( $address ) {
			return preg_match( '#^(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?)/*$#', $address, $found ) ? $found[1] : '';
		}

		/* --- The discussion below an article ---------------------------------------------------------------- */

		public static function template() {
			return __FILE__;
		}

		/** The comments of block themes, which have no template. */
		public static function block() {
			ob_start();
			self::show();
			return ob_get_clean();
		}

		/** Print the embed for the post of the page; nothing for a preview, and for one behind a password. */
		public static function show() {
			$post = get_post();
			if ( ! $post || 'publish' !== $post->post_status || post_password_required( $post ) || is_preview() ) {
				return;
			}
			$given = array(
				'site'       => self::setting( 'site' ),
				'article-id' => self::article_id( $post ),
				'url'        => get_permalink( $post ),
				'title'      => wp_strip_all_tags( get_the_title( $post ) ),
				'section'    => self::section( $post ),
				'target'     => '#comments',
				'token-url'  => self::token_url(),
				'login-url'  => wp_login_url( get_permalink( $post ) ),
				'lang'       => get_bloginfo( 'language' ),
			);
			echo '<div id="comments" class="comments-area"></div>' . "\n";
			echo '<script async src="' . esc_url( self::setting( 'server' ) . '/embed.js' ) . '"';
			foreach ( $given as $name => $value ) {
				if ( '' !== $value ) {
					echo ' data-' . esc_attr( $name ) . '="' . esc_attr( $value ) . '"';
				}
			}
			echo '></script>' . "\n";
		}

		/** Return the post's guid: it never changes, and the site's feed calls the article the same. */
		private static function article_id( $post ) {
			$guid = html_entity_decode( get_the_guid( $post ), ENT_QUOTES, 'UTF-8' );
			return strlen( $guid ) <= 200 ? $guid : 'sha256:' . hash( 'sha256', $guid );
		}

		private static function section( $post ) {
			$categories = get_the_category( $post->ID );
			return $categories ? html_entity_decode( $categories[0]->name, ENT_QUOTES, 'UTF-8' ) : '';
		}

		/* --- How many comments ------------------------------------------------------------------------------ */

		/** Comments are not in this database; themes compute with the number, so it stays one. */
		public static function number( $number ) {
			return self::is_elsewhere() ? $number : 0;
		}

		/** Return a mark that count.js fills, in place of the words that themes print. */
		public static function mark( $words ) {
			if ( self::is_elsewhere() ) {
				return $words;
			}
			self::$marked = true;
			return '<span data-comment-count data-article-url="' . esc_attr( get_permalink() ) . '"></span>';
		}

		/** With no comments of its own WordPress would lead to its own form. */
		public static function link( $link, $post = null ) {
			return get_permalink( $post ) . '#comments';
		}

		public static function count() {
			if ( self::$marked ) {
				printf( '<script async src="%s" data-site="%s"></script>' . "\n", esc_url( self::setting( 'server' ) . '/count.js' ), esc_attr( self::setting( 'site' ) ) );
			}
		}

		/** Where no script runs, and where WordPress counts for its own staff. */
		private static function is_elsewhere() {
			return is_admin() || is_feed();
		}

		/* --- Who reads ---------------------------------------------------------------------------------------- */

		public static function add_route() {
			register_rest_route(
				'discussion/v1',
				'/token',
				array(
					'methods'             => 'GET',
					'callback'            => array( __CLASS__, 'token_answer' ),
					// WordPress knows nobody who comes without the nonce: another site's page gets no token.
					'permission_callback' => 'is_user_logged_in',
				)
			);
		}

		/** Return where the embed gets a token; empty for who is not signed in, and where nothing can be signed. */
		private static function token_url() {
			if ( ! is_user_logged_in() || ! self::can_sign() ) {
				return '';
			}
			return add_query_arg( '_wpnonce', wp_create_nonce( 'wp_rest' ), rest_url( 'discussion/v1/token' ) );
		}

		public static function token_answer() {
			if ( ! self::can_sign() ) {
				return new WP_Error( 'discussion_no_secret', 'No secret is set up.', array( 'status' => 503 ) );
			}
			$answer = new WP_REST_Response( array( 'token' => self::token( wp_get_current_user(), time() ) ) );
			$answer->header( 'Cache-Control', 'private, no-store' );
			return $answer;
		}

		/**
		 * Return the reader token of the user (JWT, HS256), good for 15 minutes.
		 *
		 * @param WP_User $user Who is signed in.
		 * @param int     $now  Seconds since 1970.
		 * @return string
		 */
		private static function token( $user, $now ) {
			$head   = array(
				'alg' => 'HS256',
				'typ' => 'JWT',
			);
			$claims = array(
				'iss'  => self::setting( 'site' ),
				'aud'  => 'comments',
				'sub'  => 'wp:' . $user->ID,
				'name' => self::name( $user ),
				'iat'  => $now,
				'exp'  => $now + self::SECONDS,
			);
			if ( self::setting( 'kid' ) !== '' ) {
				$head['kid'] = self::setting( 'kid' );
			}
			$signed = self::part( wp_json_encode( $head ) ) . '.' . self::part( wp_json_encode( $claims ) );
			return $signed . '.' . self::part( hash_hmac( 'sha256', $signed, self::setting( 'secret' ), true ) );
		}

		/** Return the name that stands beside comments: one line of print, 100 characters at most, no address. */
		private static function name( $user ) {
			foreach ( array( $user->display_name, $user->user_login ) as $name ) {
				$line = trim( (string) preg_replace( '/[\p{Cc}\p{Cn}\p{Co}\p{Zl}\p{Zp}\s]+/u', ' ', $name ) );
				if ( preg_match( '/[\p{L}\p{N}\p{P}\p{S}]/u', $line ) && ! preg_match( '/\S@\S/u', $line ) ) {
					return trim( preg_replace( '/^(.{100}).*$/us', '$1', $line ) );
				}
			}
			return 'Reader ' . $user->ID;
		}

		private static function part( $bytes ) {
			return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
		}

		/* --- WordPress' own way to comment ------------------------------------------------------------------ */

		public static function refuse() {
			wp_die( esc_html__( 'Comments are taken in the discussion below the article.', 'discussion' ), '', array( 'response' => 403 ) );
		}

		public static function refuse_rest() {
			return new WP_Error( 'discussion_elsewhere', __( 'Comments are taken in the discussion below the article.', 'discussion' ), array( 'status' => 403 ) );
		}
	}

	Discussion_Plugin::start();
}
