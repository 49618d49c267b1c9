// In place of the module's own, whose licence collector (for those who ship the page; it stays here) does not install.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({ base: "", plugins: [react()] });
