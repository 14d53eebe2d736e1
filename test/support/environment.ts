// The AWS SDK's reminder that Node 20 support ends is noise in a test log.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
