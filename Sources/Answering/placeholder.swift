// Answering
